import java.io.FileReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The routing job in Kafka Streams: the settings come as a file, the process ends when it is told to. */
public final class Main {
    private static final String TOPIC_OF_REFUSED = "bench.dispositions";

    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        try (Reader reader = new FileReader(arguments[0], StandardCharsets.UTF_8)) {
            settings.load(reader);
        }
        KafkaStreams streams = new KafkaStreams(topology(World.of(settings), settings), settings);
        CountDownLatch ended = new CountDownLatch(1);
        streams.setUncaughtExceptionHandler(error -> {
            error.printStackTrace();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            System.out.println(now);
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                ended.countDown();
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(20))));
        streams.start();
        ended.await();
    }

    /**
     * A topic of an agency has one partition, and a task takes one partition of each of its topics: with all outboxes in one part
     * there would be one task, and a thread with nothing to do. So the outboxes are dealt out to several parts.
     */
    private static Topology topology(World world, Properties settings) {
        int groups = Integer.parseInt(settings.getProperty("bench.groups"));
        Topology made = new Topology();
        for (int number = 0; number < groups; number++) {
            int group = number;
            List<String> topics = IntStream.range(0, world.outboxes().size()).filter(at -> at % groups == group)
                .mapToObj(at -> "outbox." + world.outboxes().get(at)).toList();
            String source = "outboxes" + group;
            String job = "job" + group;
            made.addSource(source, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.toArray(String[]::new));
            made.addProcessor(job, () -> new Job(world, group), source);
            made.addStateStore(store(World.MESSAGES + group, settings), job);
            made.addStateStore(store(World.OBLIGATIONS + group, settings), job);
            for (String agency : world.inboxes()) {
                made.addSink(agency + group, "inbox." + agency, new ByteArraySerializer(), new ByteArraySerializer(), job);
            }
            made.addSink(Job.REFUSED + group, TOPIC_OF_REFUSED, new ByteArraySerializer(), new ByteArraySerializer(), job);
        }
        return made;
    }

    private static StoreBuilder<?> store(String name, Properties settings) {
        boolean isInMemory = settings.getProperty("bench.store").equals("memory");
        KeyValueBytesStoreSupplier kept = isInMemory ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
        return Stores.keyValueStoreBuilder(kept, Serdes.Bytes(), Serdes.ByteArray()).withCachingDisabled().withLoggingEnabled(Map.of());
    }
}
