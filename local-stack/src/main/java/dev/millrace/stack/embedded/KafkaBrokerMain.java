package dev.millrace.stack.embedded;

import dev.millrace.contract.process.ParentWatch;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The broker as a process of its own:
/// `KafkaBrokerMain <folder> <port> <controller port> [<far port> <its advertised port>]`.
public final class KafkaBrokerMain {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaBrokerMain.class);

    private KafkaBrokerMain() {}

    private static Optional<BrokerSettings.Far> far(String[] arguments) {
        return arguments.length < 5
                ? Optional.empty()
                : Optional.of(new BrokerSettings.Far(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4])));
    }

    /// Serves until SIGTERM, or until the process that started it is gone.
    public static void main(String[] arguments) {
        ParentWatch.startIfAsked();
        if (arguments.length != 3 && arguments.length != 5) {
            System.err.println(
                    "usage: KafkaBrokerMain <folder> <port> <controller port> [<far port> <its advertised port>]");
            System.exit(2);
        }
        var settings = new BrokerSettings(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                far(arguments),
                Map.of());
        try {
            var server = BrokerNode.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
            LOG.atInfo().addKeyValue("bootstrap", settings.bootstrapServers()).log("Kafka broker serves");
            server.awaitShutdown();
        } catch (EmbeddedException e) {
            LOG.atError().setCause(e).log("Kafka broker cannot start");
            System.exit(1);
        }
    }
}
