import java.security.SecureRandom;
import java.util.Map;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** What one signature costs by either code, once the compiler has done its work. Prints microseconds. */
public final class Verifying {
    private static final int CALLS = 3_000;

    public static void main(String[] arguments) throws Exception {
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[32];
        byte[] open = new byte[32];
        byte[] text = new byte[Integer.parseInt(arguments[0])];
        byte[] signature = new byte[64];
        random.nextBytes(secret);
        random.nextBytes(text);
        Ed25519.generatePublicKey(secret, 0, open, 0);
        Ed25519.sign(secret, 0, text, 0, text.length, signature, 0);
        for (String name : new String[] {"jdk", "bouncy"}) {
            Verifier verifier = Verifier.of(name, Map.of("key", open));
            timed(verifier, signature, text);
            System.out.printf("%s %.1f%n", name, timed(verifier, signature, text));
        }
    }

    private static double timed(Verifier verifier, byte[] signature, byte[] text) {
        long started = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            if (!verifier.verifies("key", signature, text)) {
                throw new IllegalStateException("a true signature does not verify");
            }
        }
        return (System.nanoTime() - started) / 1e3 / CALLS;
    }
}
