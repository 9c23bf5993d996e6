package ai.miniai.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** An exported file, opened with ONNX Runtime. */
final class Exported implements AutoCloseable {
  private static final double FLOAT32 = 1e-5;
  private static final double FLOAT64 = 1e-7;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  Exported(Path file) {
    try {
      session = environment.createSession(file.toString());
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  OrtSession session() {
    return session;
  }

  /** The outputs by name. */
  Map<String, Tensor> run(Tensor... inputs) {
    try {
      Map<String, OnnxTensor> named = new LinkedHashMap<>();
      Iterator<String> names = session.getInputNames().iterator();
      for (Tensor input : inputs) {
        named.put(names.next(), onnx(input));
      }
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(named)) {
        for (Map.Entry<String, OnnxValue> one : result) {
          outputs.put(one.getKey(), tensor((OnnxTensor) one.getValue()));
        }
      }
      named.values().forEach(OnnxTensor::close);
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Throws unless the file computes what {@code model} does in evaluation mode. */
  void checkAgainst(Module model, Tensor... inputs) {
    Outputs expected = expected(model, inputs);
    Map<String, Tensor> actual = run(inputs);
    List<String> names = new ArrayList<>(actual.keySet());
    assertThat(names).hasSize(expected.size());
    for (int i = 0; i < names.size(); i++) {
      checkAlike(names.get(i), actual.get(names.get(i)), expected.get(i));
    }
  }

  private static Outputs expected(Module model, Tensor... inputs) {
    Module still = model.copy();
    try (MemoryScope scope = MemoryScope.open()) {
      return Autograd.noGrad(() -> still.callAll(inputs)).map((name, y) -> y.detach());
    }
  }

  private static void checkAlike(String name, Tensor actual, Tensor expected) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    assertThat(actual.dataType()).as(name).isEqualTo(expected.dataType());
    double[] some = actual.toDoubles();
    double[] others = expected.toDoubles();
    for (int i = 0; i < some.length; i++) {
      boolean same = Double.compare(some[i], others[i]) == 0;
      double tolerance = expected.dataType() == DataType.DOUBLE ? FLOAT64 : FLOAT32;
      double most = tolerance * Math.max(1, Math.abs(others[i]));
      assertThat(same || Math.abs(some[i] - others[i]) <= most)
          .as("%s, value %s: %s instead of %s", name, i, some[i], others[i])
          .isTrue();
    }
  }

  private OnnxTensor onnx(Tensor x) throws OrtException {
    double[] values = x.toDoubles();
    switch (x.dataType()) {
      case FLOAT -> {
        FloatBuffer buffer = direct(4 * values.length).asFloatBuffer();
        Arrays.stream(values).forEach(v -> buffer.put((float) v));
        return OnnxTensor.createTensor(environment, buffer.flip(), x.shape());
      }
      case DOUBLE -> {
        DoubleBuffer buffer = direct(8 * values.length).asDoubleBuffer().put(values);
        return OnnxTensor.createTensor(environment, buffer.flip(), x.shape());
      }
      case LONG -> {
        LongBuffer buffer = direct(8 * values.length).asLongBuffer();
        Arrays.stream(values).forEach(v -> buffer.put((long) v));
        return OnnxTensor.createTensor(environment, buffer.flip(), x.shape());
      }
      case BOOL -> {
        ByteBuffer buffer = direct(values.length);
        Arrays.stream(values).forEach(v -> buffer.put((byte) v));
        return OnnxTensor.createTensor(
            environment, buffer.flip(), x.shape(), ai.onnxruntime.OnnxJavaType.BOOL);
      }
      default -> throw new IllegalArgumentException("no test has inputs of " + x.dataType());
    }
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private static Tensor tensor(OnnxTensor x) {
    TensorInfo info = x.getInfo();
    long[] shape = info.getShape();
    return switch (info.type) {
      case FLOAT -> Tensor.of(floats(x), shape).to(DataType.FLOAT);
      case DOUBLE -> {
        DoubleBuffer buffer = x.getDoubleBuffer();
        double[] values = new double[buffer.remaining()];
        buffer.get(values);
        yield Tensor.of(values, shape);
      }
      case INT64 -> {
        LongBuffer buffer = x.getLongBuffer();
        long[] values = new long[buffer.remaining()];
        buffer.get(values);
        yield Tensor.of(values).reshape(shape);
      }
      case BOOL -> {
        ByteBuffer buffer = x.getByteBuffer();
        long[] values = new long[buffer.remaining()];
        Arrays.setAll(values, i -> buffer.get(i));
        yield Tensor.of(values).reshape(shape).to(DataType.BOOL);
      }
      default -> throw new IllegalArgumentException("no test has outputs of " + info.type);
    };
  }

  private static float[] floats(OnnxTensor x) {
    FloatBuffer buffer = x.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** The shape of an input or output; −1 for the batch. */
  static long[] shape(NodeInfo info) {
    return ((TensorInfo) info.getInfo()).getShape();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
