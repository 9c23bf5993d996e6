package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.DataLoaders;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportedClassifierTest {
  @TempDir Path folder;

  /** As in docs/onnx.md. */
  private static float[][] run(Path file, FloatBuffer pixels, int n) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor images =
            OnnxTensor.createTensor(environment, pixels, new long[] {n, 1, 28, 28});
        OrtSession.Result result = session.run(Map.of("images", images))) {
      return (float[][]) result.get(0).getValue(); // [n, classes]
    }
  }

  @Test
  void theFileComputesWhatTheTrainedModelDoes() throws OrtException {
    // GIVEN
    DataLoaders dls = SmallData.loaders();
    Module model = ExportedClassifier.trained(dls, 1);
    Tensor images = dls.valid().iterate().next().x();
    Path file = folder.resolve("fashion.onnx");
    // WHEN
    ExportedClassifier.export(model, file);
    // THEN
    int n = (int) images.size(0);
    float[] pixels = Floats.toArray(Doubles.asList(images.toDoubles()));
    double[] expected = model.copy().call(images).toDoubles();
    double[] actual =
        Floats.asList(Floats.concat(run(file, FloatBuffer.wrap(pixels), n))).stream()
            .mapToDouble(v -> v)
            .toArray();
    assertThat(actual).containsExactly(expected, within(1e-4));
  }
}
