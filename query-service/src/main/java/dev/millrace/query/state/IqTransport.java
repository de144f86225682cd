package dev.millrace.query.state;

import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.contract.proto.IqRoutes;
import java.time.Duration;

/// One exchange with one host of streams-app.
public interface IqTransport {

    /// Reads from the stores that `host` has, for as long as it takes: whoever asks interrupts the thread when he has
    /// waited long enough.
    ///
    /// @param limit how long that is
    /// @throws IqException when there is no proper answer, or at the interrupt
    IqResponse read(String host, IqRequest request, Duration limit);

    /// Asks `host` who has what.
    ///
    /// @throws IqException when there is no proper answer within `limit`
    IqRoutes routes(String host, Duration limit);
}
