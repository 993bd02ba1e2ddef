import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the job knows before it begins: who is there, with which keys, and which message concerns which duty. */
record World(String network, List<String> outboxes, Set<String> inboxes, Map<String, byte[]> keys, Map<String, String> owners,
    Map<String, String> duties, String verifier, Map<String, byte[]> heads) {
    static final String MESSAGES = "messages-";
    static final String OBLIGATIONS = "obligations-";
    private static final String DUTY = "detention.prosecutor-notice";

    static World of(Properties said) throws IOException {
        Map<String, byte[]> keys = new HashMap<>();
        Map<String, String> owners = new HashMap<>();
        for (String line : Files.readAllLines(Path.of(said.getProperty("bench.keys")))) {
            String[] parts = line.split(" ");
            owners.put(parts[0], parts[0].substring(0, parts[0].indexOf('/')));
            keys.put(parts[0], Base64.getDecoder().decode(parts[1]));
        }
        Map<String, String> duties = Map.of("custody.protocol-drawn", DUTY, DUTY, DUTY);
        return new World(said.getProperty("bench.network"), List.of(said.getProperty("bench.outboxes").split(",")),
            Set.of(said.getProperty("bench.inboxes").split(",")), keys, owners, duties, said.getProperty("bench.verifier"),
            new ConcurrentHashMap<>());
    }

    byte[] signedHead(String topic) {
        return heads.computeIfAbsent(topic, name -> ("habarshy/1\n" + network + "\n" + name + "\n").getBytes(US_ASCII));
    }
}
