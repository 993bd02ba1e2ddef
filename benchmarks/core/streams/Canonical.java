import java.nio.charset.StandardCharsets;

/** Reads canonical JSON in one pass: keys in rising order and each once, no spaces, no escape that could be spared, whole numbers. */
final class Canonical {
    private static final int DEPTH_LIMIT = 16;
    private final byte[] line;
    private int at;

    Canonical(byte[] line) {
        this.line = line;
    }

    /** What is done with one field of an object. */
    interface Field {
        void read(String key) throws Refused;
    }

    void object(Field field) throws Refused {
        expect('{');
        if (taken('}')) {
            return;
        }
        String before = "";
        do {
            String key = string();
            if (before.compareTo(key) >= 0) {
                throw new Refused("keys do not rise");
            }
            before = key;
            expect(':');
            field.read(key);
        } while (taken(','));
        expect('}');
    }

    /** What is done with one item of an array. */
    interface Item {
        void read() throws Refused;
    }

    void array(Item item) throws Refused {
        expect('[');
        if (taken(']')) {
            return;
        }
        do {
            item.read();
        } while (taken(','));
        expect(']');
    }

    void end() throws Refused {
        if (at != line.length) {
            throw new Refused("bytes after the end");
        }
    }

    String string() throws Refused {
        expect('"');
        int start = at;
        boolean plain = true;
        while (true) {
            int one = next() & 0xff;
            if (one == '"') {
                break;
            }
            if (one == '\\' || one >= 0x80) {
                plain = false;
                at += one == '\\' ? 1 : 0;
            } else if (one < 0x20) {
                throw new Refused("a control in a string");
            }
        }
        return plain ? new String(line, start, at - 1 - start, StandardCharsets.ISO_8859_1) : decoded(start, at - 1);
    }

    /** Written again and compared: so no escape and no broken UTF-8 passes that an encoder would not have written. */
    private String decoded(int start, int end) throws Refused {
        String raw = new String(line, start, end - start, StandardCharsets.UTF_8);
        StringBuilder made = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char one = raw.charAt(i);
            if (one != '\\') {
                made.append(one);
                continue;
            }
            char escape = raw.charAt(++i);
            int known = "\"\\bfnrt".indexOf(escape);
            if (known >= 0) {
                made.append("\"\\\b\f\n\r\t".charAt(known));
            } else if (escape == 'u' && i + 4 < raw.length()) {
                made.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                throw new Refused("an unknown escape");
            }
        }
        byte[] again = written(made).getBytes(StandardCharsets.UTF_8);
        if (!java.util.Arrays.equals(again, 0, again.length, line, start, end)) {
            throw new Refused("a string that is not canonical");
        }
        return made.toString();
    }

    private static String written(CharSequence value) {
        StringBuilder made = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char one = value.charAt(i);
            int known = "\"\\\b\f\n\r\t".indexOf(one);
            if (known >= 0) {
                made.append('\\').append("\"\\bfnrt".charAt(known));
            } else if (one < 0x20) {
                made.append(String.format("\\u%04x", (int) one));
            } else {
                made.append(one);
            }
        }
        return made.toString();
    }

    /** A number, a truth or null, where the shape is not ours to judge. */
    void scalar() throws Refused {
        int start = at;
        while (at < line.length && ",}]".indexOf(line[at]) < 0) {
            at++;
        }
        String said = new String(line, start, at - start, StandardCharsets.ISO_8859_1);
        if (!said.matches("true|false|null|0|-?[1-9][0-9]{0,15}")) {
            throw new Refused("no value");
        }
    }

    /** Any value, of a document whose shape is another's. */
    void any(int depth) throws Refused {
        if (depth > DEPTH_LIMIT) {
            throw new Refused("too deep");
        }
        switch (at < line.length ? line[at] : 0) {
            case '{' -> object(key -> any(depth + 1));
            case '[' -> array(() -> any(depth + 1));
            case '"' -> string();
            default -> scalar();
        }
    }

    private byte next() throws Refused {
        if (at >= line.length) {
            throw new Refused("cut off");
        }
        return line[at++];
    }

    private void expect(char one) throws Refused {
        if (next() != one) {
            throw new Refused("expected " + one);
        }
    }

    private boolean taken(char one) {
        if (at < line.length && line[at] == one) {
            at++;
            return true;
        }
        return false;
    }
}
