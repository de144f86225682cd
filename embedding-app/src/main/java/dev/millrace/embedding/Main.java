package dev.millrace.embedding;

import dev.millrace.contract.process.ParentWatch;
import dev.millrace.embedding.config.ConfigLoader;
import dev.millrace.embedding.config.ConfigurationException;
import dev.millrace.embedding.config.EmbeddingConfig;
import dev.millrace.embedding.model.EmbeddingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedding process: runs until SIGTERM; exit code 2 for a wrong setting, 1 when it cannot start.
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final int BAD_CONFIGURATION = 2;

    private Main() {}

    public static void main(String[] args) {
        ParentWatch.startIfAsked();
        EmbeddingConfig config;
        try {
            config = ConfigLoader.load();
        } catch (ConfigurationException e) {
            log.atError().addKeyValue("reason", e.getMessage()).log("cannot start with these settings");
            System.exit(BAD_CONFIGURATION);
            return;
        }
        log.atInfo().addKeyValue("settings", config).log("embedding application starts");
        try {
            EmbeddingApp app = new EmbeddingApp(config);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(app::close));
            app.start();
            log.atInfo().addKeyValue("port", app.port()).log("embedding application listens");
        } catch (EmbeddingException e) {
            log.atError().addKeyValue("reason", e.getMessage()).log("embedding application cannot start");
            System.exit(1);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("embedding application cannot start");
            System.exit(1);
        }
    }
}
