import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** The routing job: what becomes of one record of an outbox, what it does to the obligation of its occasion, and into whose inbox it goes. */
final class Job implements Processor<byte[], byte[], byte[], byte[]> {
    static final String REFUSED = "refused";
    private static final long TERM_MS = 12 * 60 * 60 * 1000L;
    private static final int RECORD_LIMIT = 900_000;
    private static final int ENVELOPE_LIMIT = 65_536;
    private final World world;
    private final int group;
    private final Verifier verifier;
    private final MessageDigest sha256;
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Bytes, byte[]> messages;
    private KeyValueStore<Bytes, byte[]> obligations;

    Job(World world, int group) {
        this.world = world;
        this.group = group;
        try {
            this.verifier = Verifier.of(world.verifier(), world.keys());
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (java.security.GeneralSecurityException error) {
            throw new IllegalStateException(error);
        }
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> given) {
        context = given;
        messages = given.getStateStore(World.MESSAGES + group);
        obligations = given.getStateStore(World.OBLIGATIONS + group);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        try {
            decide(record, place);
        } catch (Refused refused) {
            dispose(record, place, "REJECTED " + refused.getMessage());
        }
    }

    private void decide(Record<byte[], byte[]> record, RecordMetadata place) throws Refused {
        byte[] value = record.value();
        int newline = lineEnd(value);
        byte[] line = Arrays.copyOf(value, newline);
        byte[][] signed = signature(record.headers());
        Envelope envelope = Envelope.read(line);
        if (!Arrays.equals(record.key(), envelope.get("occasion").getBytes(US_ASCII))) {
            throw new Refused("another key");
        }
        String sender = envelope.get("sender");
        if (!place.topic().equals("outbox." + sender)) {
            throw new Refused("another's outbox");
        }
        verify(signed, sender, place.topic(), line);
        body(envelope, value, newline);
        accept(record, envelope, sender, place);
    }

    private static int lineEnd(byte[] value) throws Refused {
        if (value == null || value.length > RECORD_LIMIT) {
            throw new Refused("no value, or too large");
        }
        int at = 0;
        while (at < value.length && value[at] != '\n') {
            at++;
        }
        if (at == value.length || at > ENVELOPE_LIMIT) {
            throw new Refused("no two lines");
        }
        return at;
    }

    private static byte[][] signature(Headers headers) throws Refused {
        byte[][] found = new byte[2][];
        for (Header one : headers) {
            int known = one.key().equals("habarshy-signature") ? 0 : one.key().equals("habarshy-key") ? 1 : -1;
            if (known < 0 || found[known] != null || one.value() == null) {
                throw new Refused("other headers");
            }
            found[known] = one.value();
        }
        if (found[0] == null || found[1] == null || found[0].length != 88) {
            throw new Refused("no signature");
        }
        return found;
    }

    private void verify(byte[][] signed, String sender, String topic, byte[] line) throws Refused {
        String key = new String(signed[1], US_ASCII);
        if (!sender.equals(world.owners().get(key))) {
            throw new Refused("another's key");
        }
        byte[] head = world.signedHead(topic);
        byte[] text = Arrays.copyOf(head, head.length + line.length);
        System.arraycopy(line, 0, text, head.length, line.length);
        try {
            if (verifier.verifies(key, Base64.getDecoder().decode(signed[0]), text)) {
                return;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new Refused("no signature");
        }
        throw new Refused("forged");
    }

    private void body(Envelope envelope, byte[] value, int newline) throws Refused {
        int length = value.length - newline - 1;
        if (!envelope.isNotice()) {
            if (length != 0) {
                throw new Refused("a body that no fact has");
            }
            return;
        }
        sha256.update(value, newline + 1, length);
        if (!HexFormat.of().formatHex(sha256.digest()).equals(envelope.seal.get("body_digest"))) {
            throw new Refused("another body");
        }
        Canonical body = new Canonical(Arrays.copyOfRange(value, newline + 1, value.length));
        body.any(0);
        body.end();
    }

    /** The name is looked up and taken; its row is the record's disposition too. */
    private void accept(Record<byte[], byte[]> record, Envelope envelope, String sender, RecordMetadata place) throws Refused {
        sha256.update(record.value());
        String digest = HexFormat.of().formatHex(sha256.digest());
        Bytes name = Bytes.wrap((sender + "/" + envelope.get("id")).getBytes(US_ASCII));
        byte[] known = messages.get(name);
        if (known != null) {
            boolean isSame = new String(known, US_ASCII).endsWith(digest);
            dispose(record, place, isSame ? "DUPLICATE" : "REJECTED id conflict");
            return;
        }
        messages.put(name, ("ROUTED " + place.partition() + " " + place.offset() + " " + record.timestamp() + " " + digest).getBytes(US_ASCII));
        fold(envelope, record.timestamp());
        for (String agency : envelope.recipients) {
            if (!world.inboxes().contains(agency)) {
                throw new Refused("nobody of this name");
            }
            context.forward(new Record<>(record.key(), record.value(), record.timestamp(), delivered(record, place)), agency + group);
        }
    }

    private static Headers delivered(Record<byte[], byte[]> record, RecordMetadata place) {
        RecordHeaders made = new RecordHeaders(record.headers());
        String said = "{\"offset\":" + place.offset() + ",\"partition\":" + place.partition() + ",\"received_at\":" + record.timestamp()
            + ",\"topic\":\"" + place.topic() + "\"}";
        return made.add("habarshy-delivery", said.getBytes(UTF_8));
    }

    /** Opened by the fact, met by the notice; by the notice alone where no fact was told before. */
    private void fold(Envelope envelope, long receivedAt) throws Refused {
        String start = envelope.instants.get("protocol_drawn_at");
        String duty = world.duties().get(envelope.get("name"));
        if (start == null || duty == null) {
            throw new Refused("no such message");
        }
        Bytes key = Bytes.wrap((duty + " " + envelope.get("occasion")).getBytes(US_ASCII));
        byte[] before = obligations.get(key);
        String state = before == null ? "" : new String(before, US_ASCII);
        if (!envelope.isNotice()) {
            if (state.isEmpty()) {
                obligations.put(key, ("open " + start).getBytes(US_ASCII));
            }
        } else if (!state.startsWith("met")) {
            String from = state.isEmpty() ? start : state.substring(state.indexOf(' ') + 1);
            boolean isLate = receivedAt > Instant.parse(from).toEpochMilli() + TERM_MS;
            String declared = state.isEmpty() ? "declared" : "told";
            obligations.put(key, ("met " + from + " " + receivedAt + " " + declared + (isLate ? " late" : " in-time")).getBytes(US_ASCII));
        }
    }

    private void dispose(Record<byte[], byte[]> record, RecordMetadata place, String disposition) {
        byte[] where = (place.topic() + " " + place.partition() + " " + place.offset()).getBytes(US_ASCII);
        context.forward(new Record<>(where, disposition.getBytes(UTF_8), record.timestamp()), REFUSED + group);
    }
}
