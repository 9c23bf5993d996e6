package ai.miniai.onnx;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.miniai.io.AtomicFile;
import ai.miniai.io.FileErrors;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;

/**
 * An export of a model to an ONNX file, with its settings. It is immutable: each method returns
 * another one.
 *
 * <pre>{@code
 * Onnx.of(model, x).name("fashion").license("CC-BY-4.0").inputs("pixels").export(file);
 * }</pre>
 */
public final class OnnxExport {
  private static final int OPERATORS = 17;

  /** The version of the file format that belongs to these operators. */
  private static final int FORMAT = 8;

  /** A message of protobuf has less than 2 GiB; the rest is for names and nodes. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 24);

  private final Module model;
  private final ImmutableList<Tensor> examples;
  private final String name;
  private final String license;
  private final ImmutableList<String> inputs;
  private final ImmutableIntArray batchDims;

  OnnxExport(Module model, Tensor... examples) {
    this(
        model,
        ImmutableList.copyOf(examples),
        model.getClass().getSimpleName(),
        "",
        examples.length == 1
            ? ImmutableList.of("input")
            : IntStream.range(0, examples.length)
                .mapToObj(i -> "input_" + i)
                .collect(ImmutableList.toImmutableList()),
        ImmutableIntArray.copyOf(new int[examples.length]));
    checkArgument(examples.length > 0, "an export wants an example of each input of the model");
  }

  private OnnxExport(
      Module model,
      ImmutableList<Tensor> examples,
      String name,
      String license,
      ImmutableList<String> inputs,
      ImmutableIntArray batchDims) {
    this.model = model;
    this.examples = examples;
    this.name = name;
    this.license = license;
    this.inputs = inputs;
    this.batchDims = batchDims;
  }

  /** The name of the graph, such as "fashion". By default it is that of the model's class. */
  public OnnxExport name(String graph) {
    checkArgument(!graph.isBlank(), "the name of a model may not be empty");
    return new OnnxExport(model, examples, graph, license, inputs, batchDims);
  }

  /**
   * The licence under which the model may be used, such as "CC-BY-4.0": ONNX's metadata {@code
   * model_license}. By default there is none.
   */
  public OnnxExport license(String text) {
    return new OnnxExport(model, examples, name, text, inputs, batchDims);
  }

  /**
   * The names of the inputs, in order, all different. By default they are "input", or "input_0",
   * "input_1" and so on if there are several. Outputs have their names in {@link Outputs}; a single
   * one without a name is called "output".
   */
  public OnnxExport inputs(String... names) {
    ImmutableList<String> all = ImmutableList.copyOf(names);
    checkArgument(
        all.size() == examples.size()
            && new HashSet<>(all).size() == all.size()
            && !all.contains(""),
        "the model has %s inputs, which want as many different names, not %s",
        examples.size(),
        all);
    return new OnnxExport(model, examples, name, license, all, batchDims);
  }

  /**
   * The dimension of each input that is the batch: 0 by default, 1 for sequences [time, batch,
   * features], −1 for an input that has none, such as a mask.
   */
  public OnnxExport batchDims(int... dims) {
    checkArgument(
        dims.length == examples.size(),
        "the model has %s inputs, which want as many batch dimensions, not %s",
        examples.size(),
        dims.length);
    return new OnnxExport(model, examples, name, license, inputs, ImmutableIntArray.copyOf(dims));
  }

  /**
   * Writes the file. If this fails, the file is unchanged.
   *
   * @throws IllegalArgumentException if a part of the model has no equivalent in ONNX, as in {@link
   *     Onnx#export}
   * @throws UncheckedIOException if the file cannot be written
   */
  public void export(Path file) {
    ModelProto proto = proto();
    try {
      AtomicFile.write(file, channel -> proto.writeTo(Channels.newOutputStream(channel)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + FileErrors.reason(e), e);
    }
  }

  private ModelProto proto() {
    try (MemoryScope scope = MemoryScope.open()) {
      Problems problems = new Problems(model.summary());
      Graph graph = graph(problems);
      problems.throwIfAny();
      checkArgument(
          graph.bytes() < MOST_BYTES,
          "the parameters take %s bytes, more than the 2 GiB of an ONNX file",
          graph.bytes());
      ModelProto.Builder proto =
          ModelProto.newBuilder()
              .setIrVersion(FORMAT)
              .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
              .setProducerName("miniai")
              .setProducerVersion(version())
              .setGraph(graph.build(name));
      if (!license.isEmpty()) {
        proto.addMetadataProps(
            StringStringEntryProto.newBuilder().setKey("model_license").setValue(license));
      }
      return proto.build();
    }
  }

  private Graph graph(Problems problems) {
    Module still = model.copy();
    ForwardPass pass =
        ForwardPass.of(still, ExampleBatches.of(examples, batchDims.toArray()), problems);
    Map<String, Tensor> parameters =
        ImmutableMap.<String, Tensor>builder()
            .putAll(still.parameters())
            .putAll(still.buffers())
            .buildOrThrow();
    Graph graph = new Graph(pass, parameters);
    List<Twin> values = pass.inputs();
    for (int i = 0; i < values.size(); i++) {
      graph.addInput(graph.reserve(inputs.get(i)), values.get(i));
    }
    Map<String, Twin> outputs = new LinkedHashMap<>();
    pass.outputs()
        .forEach(
            (output, value) ->
                outputs.put(
                    graph.reserve(output.equals(Outputs.UNNAMED) ? "output" : output), value));
    pass.calls().forEach(call -> Translation.add(call, graph, problems));
    problems.throwIfAny();
    graph.enter("");
    outputs.forEach(graph::addOutput);
    return graph;
  }

  /** That of this library. */
  private static String version() {
    try {
      return Resources.toString(Resources.getResource(OnnxExport.class, "version"), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
