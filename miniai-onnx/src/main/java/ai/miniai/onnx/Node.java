package ai.miniai.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.NodeProto;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnknownFieldSet;

/** A node of a graph that is being written: one of ONNX's operators. */
final class Node {
  private final Graph graph;
  private final NodeProto.Builder proto;

  Node(Graph graph, String operator, String... inputs) {
    this.graph = graph;
    this.proto = NodeProto.newBuilder().setOpType(operator).addAllInput(List.of(inputs));
  }

  Node with(String name, long value) {
    return with(name, AttributeType.INT, AttributeProto.I_FIELD_NUMBER, f -> f.addVarint(value));
  }

  Node with(String name, double value) {
    int bits = Float.floatToIntBits((float) value);
    return with(name, AttributeType.FLOAT, AttributeProto.F_FIELD_NUMBER, f -> f.addFixed32(bits));
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

  /**
   * Adds a number by the number of its field. The setters of ND4J's class leave 0 out, and a reader
   * may then take the operator's default, which is 1 or −1 for some.
   */
  private Node with(
      String name, AttributeType type, int field, Consumer<UnknownFieldSet.Field.Builder> value) {
    UnknownFieldSet.Field.Builder number = UnknownFieldSet.Field.newBuilder();
    value.accept(number);
    UnknownFieldSet fields = UnknownFieldSet.newBuilder().addField(field, number.build()).build();
    return with(name, type, attribute -> attribute.setUnknownFields(fields));
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
