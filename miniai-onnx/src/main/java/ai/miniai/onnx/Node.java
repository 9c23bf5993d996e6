package ai.miniai.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.NodeProto;
import org.nd4j.shade.protobuf.ByteString;

/** A node of a graph that is being written: one of ONNX's operators. */
final class Node {
  private final Graph graph;
  private final NodeProto.Builder proto;

  Node(Graph graph, String operator, String... inputs) {
    this.graph = graph;
    this.proto = NodeProto.newBuilder().setOpType(operator).addAllInput(List.of(inputs));
  }

  Node with(String name, long value) {
    return with(name, AttributeType.INT, attribute -> attribute.setI(value));
  }

  Node with(String name, double value) {
    return with(name, AttributeType.FLOAT, attribute -> attribute.setF((float) value));
  }

  Node with(String name, String value) {
    return with(
        name, AttributeType.STRING, attribute -> attribute.setS(ByteString.copyFromUtf8(value)));
  }

  Node with(String name, List<Long> values) {
    return with(name, AttributeType.INTS, attribute -> attribute.addAllInts(values));
  }

  Node withTexts(String name, String... values) {
    return with(
        name,
        AttributeType.STRINGS,
        attribute ->
            List.of(values).forEach(v -> attribute.addStrings(ByteString.copyFromUtf8(v))));
  }

  private Node with(String name, AttributeType type, Consumer<AttributeProto.Builder> value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name).setType(type);
    value.accept(attribute);
    proto.addAttribute(attribute);
    return this;
  }

  /** Adds the node to its graph, and returns the name of its output. */
  String output() {
    return outputs(1).get(0);
  }

  /** Adds the node, which has so many outputs. */
  List<String> outputs(int count) {
    String name = graph.unique(proto.getOpType());
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outputs.add(i == 0 ? name : graph.unique(proto.getOpType()));
    }
    graph.add(proto.setName(name).addAllOutput(outputs));
    return outputs;
  }
}
