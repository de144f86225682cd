package dev.millrace.stack.load;

import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.status.DatabaseLogin;
import dev.millrace.stack.status.StackStatus;
import dev.millrace.stack.status.StatusFile;
import dev.millrace.stack.supervise.DataFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `load <folder>`: imports the real sets below a folder.
@Command(
        name = "load",
        description = "Imports the real data sets below a folder into the databases: catalogue, online-retail,"
                + " eshop-clickstream, matomo. Stops anywhere and goes on there; a second run adds nothing.",
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "<folder>", description = "folder with one folder for each data set")
    private Path folder = Path.of("");

    @Option(names = "--data-dir", description = "data folder of the running stack (default: ${DEFAULT-VALUE})")
    private Path dataDir = Path.of(".data");

    @Option(names = "--host", description = "host of external databases, instead of a running stack")
    private @Nullable String host;

    @Option(names = "--port", description = "with --host (default: ${DEFAULT-VALUE})")
    private int port = 3306;

    @Option(names = "--user", description = "with --host (default: ${DEFAULT-VALUE})")
    private String user = "millrace";

    @Option(names = "--password-file", description = "with --host: file with the password")
    private @Nullable Path passwordFile;

    @Option(names = "--business", description = "with --host: name of the shop's database")
    private String business = "dianshu_backend";

    @Option(names = "--matomo", description = "with --host: name of Matomo's database")
    private String matomo = "matomo";

    @Option(names = "--matomo-prefix", description = "Matomo's table prefix (default: ${DEFAULT-VALUE})")
    private String prefix = "matomo_";

    @Option(names = "--only", description = "load this set only; may be repeated")
    private List<String> only = List.of();

    @Option(names = "--limit", description = "at most so many lines of each source file, for trying out")
    private int limit = Integer.MAX_VALUE;

    @Override
    public Integer call() {
        try {
            load();
            return 0;
        } catch (LoadException e) {
            System.err.println(e.getMessage());
        } catch (SQLException e) {
            System.err.println("the database refused: " + e.getMessage() + "; what is loaded stays, run it again");
        }
        return 1;
    }

    private void load() throws SQLException {
        List<RealSet> sets = sets();
        PrintStream out = System.out;
        Map<Target, DatabaseAccess> databases = host == null ? ofStack(out) : external(host);
        try (Loader loader = new Loader(databases, prefix)) {
            for (RealSet set : sets) {
                out.print(loader.run(set.plan(folder.resolve(set.label()), limit, prefix))
                        .text());
            }
        }
    }

    private Map<Target, DatabaseAccess> external(String server) {
        String password = password();
        return Map.of(
                Target.BUSINESS, new DatabaseAccess(server, port, business, user, password),
                Target.MATOMO, new DatabaseAccess(server, port, matomo, user, password));
    }

    private Map<Target, DatabaseAccess> ofStack(PrintStream out) {
        StackStatus status =
                new StatusFile(new DataFolder(dataDir).statusFile()).read().orElse(StackStatus.stopped());
        DatabaseLogin shop = status.databases().get("business");
        DatabaseLogin analytics = status.databases().get("matomo");
        if (shop == null || analytics == null) {
            throw new LoadException(
                    "no stack runs in %s: start it with `up --rate 0`, or name the databases with --host"
                            .formatted(dataDir));
        }
        if (status.processes().containsKey("simulator")) {
            out.println("note: the simulator is running and competes with the import; `up --rate 0` starts without it");
        }
        return Map.of(Target.BUSINESS, DatabaseAccess.of(shop), Target.MATOMO, DatabaseAccess.of(analytics));
    }

    private List<RealSet> sets() {
        List<RealSet> all = Arrays.asList(RealSet.values());
        List<String> labels = all.stream().map(RealSet::label).toList();
        for (String name : only) {
            if (!labels.contains(name)) {
                throw new LoadException("no set is called %s: there are %s".formatted(name, String.join(", ", labels)));
            }
        }
        return all.stream()
                .filter(set -> only.isEmpty() || only.contains(set.label()))
                .collect(Collectors.toList());
    }

    private String password() {
        if (passwordFile == null) {
            return "";
        }
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new LoadException("cannot read the password file " + passwordFile + ": " + e.getMessage(), e);
        }
    }
}
