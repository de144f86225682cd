package dev.millrace.query.vector;

/// Shape of a graph of neighbours, for both implementations.
///
/// @param m links that a new vector gets; twice as many fit on the ground level
/// @param efConstruction candidates that links are chosen from
/// @param ef candidates that a search keeps; as many as it is asked for when that is more
public record HnswSettings(int m, int efConstruction, int ef) {
    public HnswSettings {
        if (m < 2 || m > 64 || efConstruction < m || ef < 1) {
            throw new IllegalArgumentException("m must be 2..64, efConstruction m or more, ef positive, got %d, %d, %d"
                    .formatted(m, efConstruction, ef));
        }
    }
}
