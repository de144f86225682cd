package dev.millrace.cdc;

import dev.millrace.cdc.admin.SnapshotClient;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.ConfigException;
import dev.millrace.cdc.config.ConfigLoader;
import dev.millrace.cdc.config.ServerConfig;
import dev.millrace.contract.process.ParentWatch;
import dev.millrace.contract.topic.TopicException;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Starts the connector and stays until it is stopped (exit code 0) or cannot go on (1, or 2 for a wrong setting).
public final class Main {
    private static final String LOG_SETTINGS = "logback.configurationFile";

    private Main() {}

    /// Runs until stopped; with `snapshot <table> [<database>]` asks the connector that runs with the same settings to
    /// read one table, and ends when it has.
    public static void main(String[] args) {
        ParentWatch.startIfAsked();
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "cdc-connector-logback.xml");
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install(); // the binlog reader logs by java.util.logging
        Logger log = LoggerFactory.getLogger(Main.class);
        System.exit(args.length == 0 ? run(log) : ask(List.of(args), log));
    }

    private static int ask(List<String> words, Logger log) {
        if (!words.getFirst().equals("snapshot") || words.size() < 2 || words.size() > 3) {
            log.atError().log("wanted: nothing, or snapshot <table> [<database>]");
            return 2;
        }
        try {
            ServerConfig server = ConfigLoader.load().server();
            URI connector = URI.create("http://%s:%d".formatted(server.reachableHost(), server.port()));
            return new SnapshotClient(connector, server.adminToken().value(), System.out)
                    .read(words.size() == 3 ? words.get(2) : "", words.get(1));
        } catch (ConfigException e) {
            log.atError().addKeyValue("reason", e.getMessage()).log("wrong setting");
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int run(Logger log) {
        try {
            CdcConfig config = ConfigLoader.load();
            log.atInfo().addKeyValue("config", config).log("effective settings");
            try (ConnectorProcess process = new ConnectorProcess(config)) {
                Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop"));
                return process.run();
            }
        } catch (ConfigException e) {
            log.atError().addKeyValue("reason", e.getMessage()).log("wrong setting");
            return 2;
        } catch (CdcException | TopicException e) {
            log.atError().addKeyValue("reason", e.getMessage()).log("connector cannot go on");
            return 1;
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("connector cannot go on: an error that it does not know, see below");
            return 1;
        }
    }
}
