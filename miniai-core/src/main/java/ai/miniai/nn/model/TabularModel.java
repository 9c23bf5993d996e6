package ai.miniai.nn.model;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Dropout;
import ai.miniai.nn.Embedding;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ModuleList;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * fastai's network for tables. Each category is looked up in an embedding of its own; the numbers
 * are batch-normalised; all of them together go through linear layers, each except the last with a
 * ReLU and a batch normalisation. It takes two inputs, numbers float32 [batch, numbers] and
 * categories int64 [batch, categories], and returns [batch, outputs].
 *
 * <pre>{@code
 * new TabularModel(
 *     preparation.numbers(), preparation.categorySizes(), preparation.classes().size(), 200, 100)
 * }</pre>
 *
 * <p>Embeddings begin small, with fastai's truncated normal distribution of standard deviation
 * 0.01. The names of the parts are fastai's.
 */
public final class TabularModel extends Module {
  private static final int WIDEST = 600;
  private static final double EMBEDDING_STD = 0.01;

  private final int numbers;
  private final ModuleList embeds;
  private final Dropout embedDropout;
  private final @Nullable BatchNorm1d numberNorm;
  private final Sequential layers;

  /**
   * Without dropout.
   *
   * @param numbers how many numbers an item has, 0 or more
   * @param categorySizes how many values each of its categories can have; embeddings are {@link
   *     #embeddingWidth} wide
   * @param outputs the number of outputs, such as the number of classes
   * @param widths of the layers before the last one, such as 200, 100; may be empty
   */
  public TabularModel(int numbers, List<Integer> categorySizes, int outputs, int... widths) {
    this(numbers, categorySizes, outputs, 0, 0, widths);
  }

  /**
   * With dropout.
   *
   * @param embedDropout the probability of dropping a value of an embedding, in [0, 1)
   * @param dropout the probability of dropping an output of a layer before the last one
   */
  public TabularModel(
      int numbers,
      List<Integer> categorySizes,
      int outputs,
      double embedDropout,
      double dropout,
      int... widths) {
    checkArgument(
        numbers >= 0 && (numbers > 0 || !categorySizes.isEmpty()),
        "a table wants at least one number or category, not %s numbers and %s categories",
        numbers,
        categorySizes.size());
    this.numbers = numbers;
    embeds = child("embeds", new ModuleList(embeddings(categorySizes)));
    this.embedDropout = child("emb_drop", new Dropout(embedDropout));
    numberNorm = numbers > 0 ? child("bn_cont", new BatchNorm1d(numbers)) : null;
    int in = numbers + categorySizes.stream().mapToInt(TabularModel::embeddingWidth).sum();
    layers = child("layers", layers(in, outputs, dropout, widths));
  }

  /** fastai's rule for the width of an embedding of n categories: min(600, round(1.6 · n^0.56)). */
  public static int embeddingWidth(int categories) {
    return (int) Math.min(WIDEST, Math.rint(1.6 * Math.pow(categories, 0.56)));
  }

  private static List<Embedding> embeddings(List<Integer> sizes) {
    return sizes.stream().map(TabularModel::embedding).toList();
  }

  private static Embedding embedding(int size) {
    Embedding embedding = new Embedding(size, embeddingWidth(size));
    embedding.parameters().values().forEach(weight -> weight.update(TabularModel::truncate));
    return embedding;
  }

  /** Of standard normal numbers, fastai's truncated normal distribution. */
  private static void truncate(INDArray weight) {
    weight.fmodi(2).muli(EMBEDDING_STD);
  }

  private static Sequential layers(int in, int outputs, double dropout, int... widths) {
    ImmutableList.Builder<Module> blocks = ImmutableList.builder();
    int width = in;
    for (int next : widths) {
      List<Module> block =
          new ArrayList<>(
              List.of(new Linear(width, next, false), new ReLU(), new BatchNorm1d(next)));
      if (dropout > 0) {
        block.add(new Dropout(dropout));
      }
      blocks.add(new Sequential(block));
      width = next;
    }
    return new Sequential(blocks.add(new Sequential(new Linear(width, outputs))).build());
  }

  @Override
  protected Tensor forward(Tensor... inputs) {
    checkArgument(
        inputs.length == 2,
        "a table has two inputs, numbers and categories, not %s: train it with TrainCB(2)",
        inputs.length);
    Tensor values = inputs[0];
    Tensor categories = inputs[1];
    checkArgument(
        values.rank() == 2
            && values.size(1) == numbers
            && categories.rank() == 2
            && categories.size(1) == embeds.size(),
        "expected numbers of shape [batch, %s] and categories of shape [batch, %s], not %s and %s",
        numbers,
        embeds.size(),
        Arrays.toString(values.shape()),
        Arrays.toString(categories.shape()));
    List<Tensor> parts = new ArrayList<>();
    if (categories.size(1) > 0) {
      parts.add(embedDropout.call(embedded(categories)));
    }
    if (numberNorm != null) {
      parts.add(numberNorm.call(values));
    }
    return layers.call(Tensor.concat(1, parts.toArray(new Tensor[0])));
  }

  private Tensor embedded(Tensor categories) {
    Tensor[] vectors = new Tensor[embeds.size()];
    Arrays.setAll(vectors, i -> embeds.get(i).call(categories.select(1, i)));
    return Tensor.concat(1, vectors);
  }
}
