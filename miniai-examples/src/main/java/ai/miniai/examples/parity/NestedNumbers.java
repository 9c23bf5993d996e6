package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.stream.LongStream;
import org.nd4j.linalg.factory.Nd4j;

/** A tensor written as numbers in lists, one level for each dimension: [[1, 2], [3, 4]]. */
final class NestedNumbers {
  private final String name;
  private final JsonNode all;
  private final ImmutableDoubleArray.Builder values = ImmutableDoubleArray.builder();

  private NestedNumbers(String name, JsonNode all) {
    this.name = name;
    this.all = all;
  }

  /** The tensor, in the default floating point type. */
  static Tensor tensor(String name, JsonNode node) {
    LongStream.Builder shape = LongStream.builder();
    for (JsonNode level = node; level.isArray(); level = level.path(0)) {
      shape.add(level.size());
    }
    NestedNumbers numbers = new NestedNumbers(name, node);
    long[] sizes = shape.build().toArray();
    numbers.collect(node, 0, sizes);
    return Tensor.of(numbers.values.build().toArray(), sizes).to(Nd4j.defaultFloatingPointType());
  }

  private void collect(JsonNode node, int depth, long... shape) {
    boolean isList = depth < shape.length;
    checkArgument(
        isList ? node.isArray() && node.size() == shape[depth] : node.isNumber(),
        "%s is neither a number nor lists of numbers of the same length: %s",
        name,
        all);
    if (isList) {
      node.forEach(part -> collect(part, depth + 1, shape));
    } else {
      values.add(node.doubleValue());
    }
  }
}
