import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Whether the owner of a key signed a text; by the runtime's own code or by Bouncy Castle's. Each thread has its own. */
interface Verifier {
    boolean verifies(String key, byte[] signature, byte[] text);

    static Verifier of(String name, Map<String, byte[]> keys) throws GeneralSecurityException {
        return name.equals("jdk") ? jdk(keys) : bouncy(keys);
    }

    private static Verifier jdk(Map<String, byte[]> keys) throws GeneralSecurityException {
        byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        Map<String, PublicKey> known = new HashMap<>();
        for (Map.Entry<String, byte[]> one : keys.entrySet()) {
            byte[] whole = java.util.Arrays.copyOf(head, 44);
            System.arraycopy(one.getValue(), 0, whole, 12, 32);
            known.put(one.getKey(), factory.generatePublic(new X509EncodedKeySpec(whole)));
        }
        Signature verifying = Signature.getInstance("Ed25519");
        return (key, signature, text) -> {
            try {
                verifying.initVerify(known.get(key));
                verifying.update(text);
                return verifying.verify(signature);
            } catch (GeneralSecurityException error) {
                return false;
            }
        };
    }

    /** The point of each key is computed once. */
    private static Verifier bouncy(Map<String, byte[]> keys) {
        Map<String, Ed25519.PublicPoint> known = new HashMap<>();
        keys.forEach((id, key) -> known.put(id, Ed25519.validatePublicKeyFullExport(key, 0)));
        return (key, signature, text) -> signature.length == 64 && Ed25519.verify(signature, 0, known.get(key), text, 0, text.length);
    }
}
