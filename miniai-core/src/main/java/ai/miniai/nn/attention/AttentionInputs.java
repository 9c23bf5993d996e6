package ai.miniai.nn.attention;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What {@link MultiheadAttention} is called with. */
record AttentionInputs(Tensor query, Tensor key, Tensor value, List<Tensor> masks) {
  static AttentionInputs of(int width, Tensor... inputs) {
    checkArgument(
        inputs.length > 0 && isSequence(inputs[0]),
        "attention wants a query of floating point [batch, length, %s], not %s",
        width,
        describe(inputs));
    boolean three = inputs.length > 2 && isSequence(inputs[1]) && isSequence(inputs[2]);
    Tensor query = inputs[0];
    Tensor key = three ? inputs[1] : query;
    Tensor value = three ? inputs[2] : query;
    checkArgument(
        query.size(2) == width
            && key.size(2) == width
            && query.size(0) == key.size(0)
            && Arrays.equals(key.shape(), value.shape()),
        "attention wants a query [batch, targets, %s], and a key and a value [batch, sources, %s],"
            + " not %s",
        width,
        width,
        describe(query, key, value));
    List<Tensor> all = List.of(inputs);
    return new AttentionInputs(query, key, value, all.subList(three ? 3 : 1, all.size()));
  }

  private static boolean isSequence(Tensor x) {
    return x.rank() == 3 && x.dataType().isFPType();
  }

  private static List<String> describe(Tensor... tensors) {
    return Arrays.stream(tensors)
        .map(x -> x.dataType() + " " + Arrays.toString(x.shape()))
        .toList();
  }
}
