package ai.miniai.onnx;

import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.protobuf.ByteString;

/** A graph that is being written: nodes and constants, and the names of values. */
final class Graph {
  private static final String BATCH = "batch";

  private final Names names = new Names();
  private final IdentityHashMap<Tensor, String> parameterNames = new IdentityHashMap<>();
  private final IdentityHashMap<Tensor, String> values = new IdentityHashMap<>();
  private final List<ValueInfoProto> inputs = new ArrayList<>();
  private final List<ValueInfoProto> outputs = new ArrayList<>();
  private final List<NodeProto.Builder> nodes = new ArrayList<>();
  private final List<TensorProto> constants = new ArrayList<>();
  private final ForwardPass pass;
  private long bytes;
  private String where = "";
  private @Nullable String batchSize;

  /**
   * @param parameters the tensors of the model by name
   */
  Graph(ForwardPass pass, Map<String, Tensor> parameters) {
    this.pass = pass;
    parameters.forEach((name, value) -> parameterNames.put(value, name));
  }

  // ---------------------------------------------------------------- inputs and outputs

  /**
   * @param name one that {@link #reserve} has returned
   */
  void addInput(String name, Twin value) {
    values.put(value.small(), name);
    inputs.add(info(name, value));
  }

  /** A name for an input or output, which come before all others: {@code wanted} if it is free. */
  String reserve(String wanted) {
    return names.unique(wanted);
  }

  /**
   * Adds an output. A value that is an input, a constant or another output is passed on.
   *
   * @param name one that {@link #reserve} has returned
   */
  void addOutput(String name, Twin value) {
    String from = name(value);
    boolean computed =
        nodes.stream().anyMatch(node -> node.getOutputList().contains(from))
            && outputs.stream().noneMatch(output -> output.getName().equals(from));
    if (computed) {
      nodes.forEach(node -> rename(node, from, name));
      values.replaceAll((tensor, known) -> known.equals(from) ? name : known);
    } else {
      nodes.add(
          NodeProto.newBuilder()
              .setOpType("Identity")
              .setName(name)
              .addInput(from)
              .addOutput(name));
    }
    outputs.add(info(name, value));
  }

  private static void rename(NodeProto.Builder node, String from, String to) {
    for (int i = 0; i < node.getInputCount(); i++) {
      if (node.getInput(i).equals(from)) {
        node.setInput(i, to);
      }
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (node.getOutput(i).equals(from)) {
        node.setOutput(i, to);
      }
    }
  }

  private static ValueInfoProto info(String name, Twin value) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(Values.type(value.type()));
    type.getShapeBuilder(); // a tensor without dimensions has a shape too
    for (Size size : value.shape()) {
      var dim = type.getShapeBuilder().addDimBuilder();
      if (!size.ofBatch()) {
        dim.setDimValue(size.number());
      } else {
        dim.setDimParam(size.number() == 1 ? BATCH : size.number() + "*" + BATCH);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  // ---------------------------------------------------------------- nodes

  /** Nodes that follow are named after this module. */
  void enter(String path) {
    where = path;
  }

  Node node(String operator, String... of) {
    return new Node(this, operator, of);
  }

  void add(NodeProto.Builder node) {
    nodes.add(node);
  }

  /** A name for a value or a node of the current module. */
  String unique(String name) {
    return names.unique(where.isEmpty() ? name : where + "/" + name);
  }

  void define(Twin value, String name) {
    values.put(value.small(), name);
  }

  /** The name of a value; a constant is added when it is first asked for. */
  String name(Twin value) {
    String known = values.get(value.small());
    if (known == null) {
      known = pass.follows(value) ? unique("missing") : constant(value);
      values.put(value.small(), known);
    }
    return known;
  }

  // ---------------------------------------------------------------- constants

  boolean isConstant(Twin value) {
    return !pass.follows(value);
  }

  private String constant(Twin value) {
    Tensor small = value.small();
    Tensor large = value.large();
    if (small == large) {
      return constant(small);
    }
    List<Size> shape = value.shape();
    for (int d = 0; d < shape.size(); d++) {
      if (shape.get(d).ofBatch()) { // one item, to be repeated
        checkAlike(small, d);
        checkAlike(large, d);
        small = small.slice(d, 0, 1);
        large = large.slice(d, 0, 1);
      }
    }
    if (!Values.bytes(small).equals(Values.bytes(large))) {
      throw new Untranslatable(
          "gets a tensor of shape "
              + Arrays.toString(value.small().shape())
              + " with other values in each run: of the batch, or random ones");
    }
    String constant = constant(small);
    return shape.stream().anyMatch(Size::ofBatch)
        ? node("Expand", constant, sizes(shape)).output()
        : constant;
  }

  private static void checkAlike(Tensor x, int dim) {
    ByteString first = Values.bytes(x.slice(dim, 0, 1));
    for (long i = 1; i < x.size(dim); i++) {
      if (!Values.bytes(x.slice(dim, i, i + 1)).equals(first)) {
        throw new Untranslatable(
            "gets a constant of shape "
                + Arrays.toString(x.shape())
                + " that has other values for each item of a batch");
      }
    }
  }

  /** Adds {@code x}, under its name if it is a parameter. */
  String constant(Tensor x) {
    String parameter = parameterNames.get(x);
    return constant(parameter == null ? unique("constant") : names.unique(parameter), x);
  }

  /** Adds a constant under a name that is not taken. */
  private String constant(String name, Tensor x) {
    DataType stored = Values.stored(x.dataType());
    ByteString raw = Values.bytes(x);
    bytes += raw.size();
    constants.add(Values.constant(name, stored, raw, x.shape()));
    return stored == x.dataType() ? name : cast(name, x.dataType());
  }

  /** Adds a form of a constant that ONNX wants, named after it. */
  String derived(Twin from, String suffix, Tensor x) {
    String parameter = parameterNames.get(from.small());
    return constant(parameter == null ? unique("constant") : names.unique(parameter + suffix), x);
  }

  /** One number of this type, without dimensions. */
  String scalar(double value, DataType type) {
    return constant(Tensor.wrap(Nd4j.scalar(value)).to(type));
  }

  /** A vector of whole numbers. */
  String whole(long... values) {
    return constant(Tensor.of(values));
  }

  String whole(Collection<Long> values) {
    return whole(values.stream().mapToLong(v -> v).toArray());
  }

  /** The bytes of all constants. */
  long bytes() {
    return bytes;
  }

  // ---------------------------------------------------------------- sizes

  /** A vector of sizes. */
  String sizes(List<Size> sizes) {
    if (sizes.stream().noneMatch(Size::ofBatch)) {
      return whole(sizes.stream().map(Size::number).toList());
    }
    String[] parts = sizes.stream().map(this::size).toArray(String[]::new);
    return parts.length == 1 ? parts[0] : node("Concat", parts).with("axis", 0).output();
  }

  /** Sizes for a Reshape, in which one may be found out by it. */
  String reshaping(List<Size> sizes) {
    return sizes.stream().filter(Size::ofBatch).count() == 1
        ? whole(sizes.stream().map(size -> size.ofBatch() ? -1 : size.number()).toList())
        : sizes(sizes);
  }

  /** A vector of one size. */
  String size(Size size) {
    if (!size.ofBatch()) {
      return whole(size.number());
    }
    return size.number() == 1
        ? batchSize()
        : node("Mul", batchSize(), whole(size.number())).output();
  }

  private String batchSize() {
    String known = batchSize;
    if (known == null) {
      known = batchSizeOfInput();
      batchSize = known;
    }
    return known;
  }

  private String batchSizeOfInput() {
    for (Twin input : pass.inputs()) {
      int dim =
          IntStream.range(0, input.rank())
              .filter(d -> input.size(d).ofBatch())
              .findFirst()
              .orElse(-1);
      if (dim >= 0) {
        return node("Gather", node("Shape", name(input)).output(), whole(dim)).output();
      }
    }
    throw new IllegalStateException("a size follows the batch, but no input has one");
  }

  String cast(String value, DataType type) {
    return node("Cast", value).with("to", Values.type(type)).output();
  }

  GraphProto build(String name) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName(name)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllInitializer(constants);
    nodes.forEach(graph::addNode);
    return graph.build();
  }
}
