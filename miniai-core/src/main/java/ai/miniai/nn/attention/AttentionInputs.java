package ai.miniai.nn.attention;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What {@link MultiheadAttention} is called with. */
record AttentionInputs(Tensor query, Tensor key, Tensor value, List<Tensor> masks) {
  /** Sequences are of floating point and three dimensions, which no mask is. */
  static AttentionInputs of(int width, Tensor... inputs) {
    List<Tensor> sequences = Arrays.stream(inputs).filter(AttentionInputs::isSequence).toList();
    List<Tensor> masks = Arrays.stream(inputs).filter(x -> !isSequence(x)).toList();
    checkArgument(
        (sequences.size() == 1 || sequences.size() == 3) && isSequence(inputs[0]),
        "attention wants a query of floating point [batch, targets, %s], or a query, a key and a"
            + " value, and then masks; not %s",
        width,
        describe(inputs));
    Tensor query = sequences.get(0);
    Tensor key = sequences.size() == 1 ? query : sequences.get(1);
    Tensor value = sequences.size() == 1 ? query : sequences.get(2);
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
    return new AttentionInputs(query, key, value, masks);
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
