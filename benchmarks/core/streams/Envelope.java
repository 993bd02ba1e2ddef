import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The clear part of a record, of the two types that the job knows: a fact, and a notice with its seal. */
final class Envelope {
    static final String FACT = "fact";
    static final String NOTICE = "notice";
    final Map<String, String> said = new HashMap<>(24);
    final Map<String, String> instants = new HashMap<>(4);
    final Map<String, String> seal = new HashMap<>(4);
    final List<String> recipients = new ArrayList<>(2);

    static Envelope read(byte[] line) throws Refused {
        Envelope made = new Envelope();
        Canonical source = new Canonical(line);
        source.object(key -> made.field(key, source));
        source.end();
        made.check();
        return made;
    }

    String get(String key) {
        return said.get(key);
    }

    boolean isNotice() {
        return NOTICE.equals(get("type"));
    }

    private void field(String key, Canonical source) throws Refused {
        switch (key) {
            case "as_role", "name", "language" -> said.put(key, code(source.string()));
            case "type" -> said.put(key, oneOf(source.string(), FACT, NOTICE));
            case "id" -> said.put(key, minted(source.string()));
            case "sender" -> said.put(key, code(source.string()));
            case "occasion", "subject" -> said.put(key, reference(source.string()));
            case "sent_at", "occurred_at" -> said.put(key, instant(source.string()));
            case "schema_version" -> said.put(key, oneOf(source.string(), "1.0"));
            case "territory" -> said.put(key, digits(source.string(), 9));
            case "checklist" -> source.array(() -> code(source.string()));
            case "instants" -> source.object(name -> instants.put(name, instant(source.string())));
            case "seal" -> source.object(name -> sealed(name, source));
            default -> throw new Refused("unknown field");
        }
    }

    private void sealed(String key, Canonical source) throws Refused {
        switch (key) {
            case "suite" -> seal.put(key, oneOf(source.string(), "x25519-sha256-chacha20poly1305/1"));
            case "body_digest", "key_commitment" -> seal.put(key, hexadecimal(source.string()));
            case "recipients" -> source.array(() -> recipient(source));
            default -> throw new Refused("unknown field");
        }
    }

    private void recipient(Canonical source) throws Refused {
        String[] found = new String[3];
        source.object(key -> {
            switch (key) {
                case "agency" -> found[0] = code(source.string());
                case "key" -> found[1] = source.string();
                case "role" -> found[2] = code(source.string());
                default -> throw new Refused("unknown field");
            }
        });
        if (found[0] == null || found[1] == null || found[2] == null || !found[1].startsWith(found[0] + "/seal-")) {
            throw new Refused("no recipient");
        }
        recipients.add(found[0]);
    }

    private void check() throws Refused {
        String[] needed = {"type", "name", "as_role", "id", "sender", "occasion", "subject", "sent_at", "schema_version", "language"};
        for (String key : needed) {
            if (!said.containsKey(key)) {
                throw new Refused("a field is missing");
            }
        }
        boolean isWhole = seal.size() == 3 && !recipients.isEmpty() && recipients.size() <= 50;
        if (isNotice() != isWhole || isNotice() == said.containsKey("occurred_at")) {
            throw new Refused("what its type must have");
        }
    }

    private static String oneOf(String value, String... allowed) throws Refused {
        for (String one : allowed) {
            if (one.equals(value)) {
                return value;
            }
        }
        throw new Refused("none of the values");
    }

    private static String code(String value) throws Refused {
        if (value.isEmpty() || value.length() > 80 || !in(value, 0, value.length(), "-.")) {
            throw new Refused("no code");
        }
        return value;
    }

    private static String reference(String value) throws Refused {
        int slash = value.indexOf('/');
        if (slash < 1 || value.length() - slash != 27 || !in(value, 0, slash, "-") || !in(value, slash + 1, value.length(), "")) {
            throw new Refused("no reference");
        }
        return value;
    }

    private static boolean in(String value, int from, int to, String besides) {
        for (int i = from; i < to; i++) {
            char one = value.charAt(i);
            if (!(one >= 'a' && one <= 'z' || one >= '0' && one <= '9' || besides.indexOf(one) >= 0)) {
                return false;
            }
        }
        return true;
    }

    private static String hexadecimal(String value) throws Refused {
        if (value.length() != 64 || !isHexadecimal(value)) {
            throw new Refused("no digest");
        }
        return value;
    }

    private static boolean isHexadecimal(String value) {
        return value.chars().allMatch(one -> one >= '0' && one <= '9' || one >= 'a' && one <= 'f' || one == '-');
    }

    private static String minted(String value) throws Refused {
        boolean isShaped = value.length() == 36 && value.charAt(8) == '-' && value.charAt(13) == '-' && value.charAt(18) == '-';
        if (!isShaped || value.charAt(23) != '-' || value.charAt(14) != '7' || !isHexadecimal(value)) {
            throw new Refused("no id");
        }
        return value;
    }

    private static String digits(String value, int number) throws Refused {
        if (value.length() != number || !value.chars().allMatch(one -> one >= '0' && one <= '9')) {
            throw new Refused("no number");
        }
        return value;
    }

    /** Seconds since 1970 come later, where they are needed; here its form. */
    private static String instant(String value) throws Refused {
        int length = value.length();
        boolean isShaped = length >= 20 && length <= 27 && value.charAt(4) == '-' && value.charAt(7) == '-' && value.charAt(10) == 'T'
            && value.charAt(13) == ':' && value.charAt(16) == ':' && value.charAt(length - 1) == 'Z';
        if (!isShaped) {
            throw new Refused("no instant");
        }
        return value;
    }
}
