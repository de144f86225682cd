package dev.millrace.embedding.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.millrace.embedding.token.WordPiece;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/// One model in memory.
///
/// A text is run by itself, never padded into a batch: the models are quantised by the range of each call's numbers, so
/// neighbours in a batch would change a text's vector. Threads share the session, each call uses one.
final class OnnxModel implements AutoCloseable {
    private final EmbeddingModel model;
    private final int maxTokens;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPiece wordPiece;

    /// @throws EmbeddingException when its files are missing or cannot be run
    OnnxModel(EmbeddingModel model, int maxTokens) {
        this.model = model;
        this.maxTokens = maxTokens;
        this.environment = OnnxRuntime.environment();
        this.wordPiece = WordPiece.read(file(model.tokenizerFile()));
        byte[] graph = file(model.modelFile());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(graph, options);
        } catch (OrtException e) {
            throw new EmbeddingException("model " + model.label() + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    float[] embed(String text) {
        long[] tokens = wordPiece.tokens(text, maxTokens);
        long[] attended = new long[tokens.length];
        Arrays.fill(attended, 1);
        try (OnnxTensor ids = row(tokens);
                OnnxTensor mask = row(attended);
                OnnxTensor types = row(new long[tokens.length]);
                var answer = session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            float[] vector = new float[model.dimension()];
            model.pooling().pool(((OnnxTensor) answer.get(0)).getFloatBuffer(), tokens.length, vector);
            return Pooling.normalised(vector);
        } catch (OrtException e) {
            throw new EmbeddingException("model " + model.label() + " failed: " + e.getMessage(), e);
        }
    }

    private OnnxTensor row(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private byte[] file(String name) {
        try (InputStream in = OnnxModel.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new EmbeddingException("model %s is not on the class path: add the jar dev.langchain4j:%s"
                        .formatted(model.label(), model.artifact()));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new EmbeddingException("model file " + name + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new EmbeddingException("model " + model.label() + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
