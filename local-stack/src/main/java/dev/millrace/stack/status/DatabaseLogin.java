package dev.millrace.stack.status;

/// How to log in to one database by TCP without TLS.
///
/// @param host host name or address
/// @param port TCP port
/// @param name name of the database
/// @param user login
/// @param password in clear text; never in [#toString]
public record DatabaseLogin(String host, int port, String name, String user, String password) {

    /// The address for JDBC.
    public String jdbcUrl() {
        return "jdbc:mysql://" + host + ":" + port + "/" + name + "?sslMode=PREFERRED&allowPublicKeyRetrieval=true";
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + name;
    }
}
