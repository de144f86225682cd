package dev.millrace.query.state;

import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.contract.proto.IqRoutes;
import java.time.Duration;

/// One exchange with one host of streams-app.
public interface IqTransport {

    /// Reads from the stores that `host` has, for as long as it takes: on a virtual thread, which whoever asks
    /// interrupts
    /// when he does not wait any more. (On a platform thread an interrupt ends no read.)
    ///
    /// @param until when he interrupts at the latest, by `System.nanoTime`
    /// @throws IqException when there is no proper answer, or at the interrupt
    IqResponse read(String host, IqRequest request, long until);

    /// Asks `host` who has what.
    ///
    /// @throws IqException when there is no proper answer within `limit`
    IqRoutes routes(String host, Duration limit);
}
