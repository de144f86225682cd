package dev.millrace.embedding.model;

import java.nio.FloatBuffer;

/// How one vector is made of the vectors of all tokens.
enum Pooling {
    /// That of the begin mark.
    FIRST_TOKEN {
        @Override
        void pool(FloatBuffer states, int tokens, float[] into) {
            states.get(0, into);
        }
    },
    /// The mean of all, marks included.
    MEAN {
        @Override
        void pool(FloatBuffer states, int tokens, float[] into) {
            for (int token = 0; token < tokens; token++) {
                for (int i = 0; i < into.length; i++) {
                    into[i] += states.get(token * into.length + i) / tokens;
                }
            }
        }
    };

    /// @param states `float[tokens][dimension]`, row-major
    /// @param into `float[dimension]`, zeros
    abstract void pool(FloatBuffer states, int tokens, float[] into);

    /// The same direction with length 1, in place.
    ///
    /// @throws EmbeddingException when it has no direction
    static float[] normalised(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        if (!(length > 0) || !Double.isFinite(length)) {
            throw new EmbeddingException("the model's answer has length " + length);
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }
}
