package dev.millrace.stack.command;

import dev.millrace.stack.supervise.DataFolder;
import dev.millrace.stack.supervise.ExternalParts;
import dev.millrace.stack.supervise.Ports;
import dev.millrace.stack.supervise.StackOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `run` and `up` can be told.
final class StartOptions {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--port", paramLabel = "<n>", description = "first of eight ports (default: ${DEFAULT-VALUE})")
    private int port = 8300;

    @Option(names = "--clean", description = "delete what earlier runs left in the data folder")
    private boolean clean;

    @Option(
            names = "--rate",
            paramLabel = "<n>",
            description = "row changes a second that the simulated shop makes, 0 = no simulator (default:"
                    + " ${DEFAULT-VALUE})")
    private int rate = 20;

    @Option(names = "--no-embedding", description = "start without embedding-app: new items get no vectors")
    private boolean withoutEmbedding;

    @Option(
            names = "--query-heap",
            paramLabel = "<size>",
            description = "heap of query-service; 100,000 items with vectors need 1g (default: ${DEFAULT-VALUE})")
    private String queryHeap = "512m";

    @Option(
            names = "--time-zone",
            paramLabel = "<offset>",
            description = "zone of the embedded MySQL: SYSTEM or such as +08:00 (default: ${DEFAULT-VALUE})")
    private String timeZone = "SYSTEM";

    @Option(
            names = "--config",
            paramLabel = "<file>",
            description = "properties that name external servers instead of embedded ones:"
                    + " MILLRACE_KAFKA_BOOTSTRAP_SERVERS; MILLRACE_BUSINESS_ and MILLRACE_MATOMO_ with HOST, PORT, NAME,"
                    + " USER, PASSWORD. The environment may name them too.")
    private @Nullable Path config;

    DataFolder dataFolder() {
        return data.data();
    }

    boolean clean() {
        return clean;
    }

    StackOptions resolve() {
        return new StackOptions(
                data.data(),
                ProjectRoot.folder().resolve(".cache"),
                new Ports(port),
                rate,
                !withoutEmbedding,
                queryHeap,
                timeZone,
                ExternalParts.read(System.getenv(), config));
    }

    /// The same options as words of a command line, but for `--clean`.
    List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                "--data-dir=" + data.data().root(),
                "--port=" + port,
                "--rate=" + rate,
                "--time-zone=" + timeZone,
                "--query-heap=" + queryHeap));
        if (withoutEmbedding) {
            words.add("--no-embedding");
        }
        if (config != null) {
            words.add("--config=" + config.toAbsolutePath());
        }
        return words;
    }
}
