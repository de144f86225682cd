package dev.millrace.query.http;

import java.io.IOException;
import java.nio.file.Path;

/// A path of the API that answers with a file. What it throws is turned into a status by [Errors].
@FunctionalInterface
interface FileEndpoint {

    Path file(Exchange exchange) throws IOException;
}
