package dev.millrace.query.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// Dot products of a query with a vector that lies in a block. Results of the implementations differ by rounding.
public interface DotProduct {

    /// With `query.length` floats of `block` from `offset` on.
    float of(float[] query, float[] block, int offset);

    /// With `query.length` bytes of `block` from `offset` on, each a whole number -127..127.
    float of(float[] query, byte[] block, int offset);

    /// The fastest one of this JVM.
    static DotProduct best() {
        return Best.ONE;
    }

    /// Holds the choice.
    final class Best {
        private static final String MODULE = "jdk.incubator.vector";
        private static final int OPTIMIZING = 4;
        private static final DotProduct ONE = choose();

        private Best() {}

        private static DotProduct choose() {
            return ModuleLayer.boot().findModule(MODULE).isPresent() && compilesVectors()
                    ? new SimdDot()
                    : new ScalarDot();
        }

        /// Only the optimizing compiler makes instructions of the Vector API; without it each operation
        /// is an object, and far slower than a plain loop.
        private static boolean compilesVectors() {
            var hotspot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            try {
                return hotspot != null
                        && Integer.parseInt(
                                        hotspot.getVMOption("TieredStopAtLevel").getValue())
                                == OPTIMIZING;
            } catch (IllegalArgumentException e) {
                return false; // another kind of JVM
            }
        }
    }
}
