package ai.miniai.kernels.onednn;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Attention;
import ai.miniai.kernels.softmax.AttentionRows;
import com.google.common.primitives.Ints;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention of float32 heads, which threads share. The scores of some rows of a head are computed,
 * turned into weights and used while they are in the cache. oneDNN multiplies matrices where they
 * lie. It also computes the softmax, unless {@link FiniteScores} says that it might lose NaN.
 */
final class OneDnnAttention {
  /** About as many scores are computed at a time. */
  private static final long MOST_SCORES = 1 << 15;

  private static final int MOST_PARTS = 16;

  /** The least number of multiply-adds that makes a part worth running on another thread. */
  private static final long LEAST_WORK = 500_000;

  private final Attention given;
  private final Lending<OneDnnSoftmax.Shape, OneDnnSoftmax> softmaxes;
  private final OneDnnHeads query;
  private final OneDnnHeads key;
  private final OneDnnHeads value;
  private final int targets;
  private final int sources;

  /** The number of rows of a head that are computed at a time. */
  private final int most;

  OneDnnAttention(Attention given, Lending<OneDnnSoftmax.Shape, OneDnnSoftmax> softmaxes) {
    this.given = given;
    this.softmaxes = softmaxes;
    query = OneDnnHeads.of(given.query());
    key = OneDnnHeads.of(given.key());
    value = OneDnnHeads.of(given.value());
    targets = Math.toIntExact(given.targets());
    sources = Math.toIntExact(given.sources());
    most = (int) Math.min(targets, Math.max(1, MOST_SCORES / sources));
  }

  /** Whether the type is float32, and all scores have indices that fit into an int. */
  static boolean fits(Attention given) {
    return given.dataType() == DataType.FLOAT
        && given.batch() * given.heads() * given.targets() <= Integer.MAX_VALUE / given.sources();
  }

  Attention.Result forward() {
    OneDnnHeads output = empty(targets, value.width());
    INDArray weights = Layout.empty(DataType.FLOAT, given.batch(), given.heads(), targets, sources);
    boolean finite = FiniteScores.areCertain(given);
    share(weights, null, (part, span) -> part.forward(span, finite, output));
    return new Attention.Result(output.array(), weights);
  }

  /** The gradients, given the weights that {@link #forward} returned. */
  Attention.Gradients backward(INDArray weights, INDArray gradient, boolean wantsScores) {
    OneDnnHeads behind = OneDnnHeads.of(gradient);
    OneDnnHeads forQuery = empty(targets, query.width());
    OneDnnHeads forKey = empty(sources, key.width());
    OneDnnHeads forValue = empty(sources, value.width());
    INDArray forScores = wantsScores ? Layout.emptyLike(weights) : null;
    try {
      share(
          weights,
          forScores,
          (part, span) -> part.backward(span, behind, forQuery, forKey, forValue));
    } finally {
      Reference.reachabilityFence(behind); // may be a copy that only this method knows
    }
    return new Attention.Gradients(forQuery.array(), forKey.array(), forValue.array(), forScores);
  }

  private OneDnnHeads empty(long length, long width) {
    return OneDnnHeads.empty(given.batch(), given.heads(), length, width);
  }

  /** Some rows of the scores of one head. */
  private record Span(long head, int first, int rows) {}

  /** Calls {@code body} for all rows of all heads: those of one head on one thread, in order. */
  private void share(INDArray weights, @Nullable INDArray forScores, BiConsumer<Part, Span> body) {
    long heads = given.batch() * given.heads();
    long work = heads * targets * sources * (query.width() + value.width());
    int parts =
        Ints.constrainToRange(
            Ints.saturatedCast(Math.min(work / LEAST_WORK, heads)), 1, MOST_PARTS);
    OneDnn.share(
        parts,
        index -> {
          try (Part part = new Part(weights, forScores)) {
            for (long head = heads * index / parts; head < heads * (index + 1) / parts; head++) {
              for (int first = 0; first < targets; first += most) {
                body.accept(part, new Span(head, first, Math.min(most, targets - first)));
              }
            }
          }
        },
        query.array(),
        key.array(),
        value.array(),
        given.bias(),
        given.kept(),
        weights,
        forScores);
  }

  /** What one thread computes with. */
  private final class Part implements AutoCloseable {
    private final AttentionRows rows = new AttentionRows(sources);
    private final Scratchpad scores = Scratchpad.borrow((long) Float.BYTES * most * sources);
    private final Scratchpad dropped = Scratchpad.borrow((long) Float.BYTES * most * sources);
    private final INDArray weights;
    private final FloatBuffer weightsMemory;
    private final @Nullable FloatBuffer kept;
    private final @Nullable FloatBuffer forScores;

    Part(INDArray weights, @Nullable INDArray forScores) {
      this.weights = weights;
      weightsMemory = floats(weights);
      INDArray factors = given.kept();
      kept = factors == null ? null : floats(factors);
      this.forScores = forScores == null ? null : floats(forScores);
    }

    private static FloatBuffer floats(INDArray x) {
      return x.data().asNioFloat().position(Math.toIntExact(x.offset())).slice();
    }

    void forward(Span span, boolean finite, OneDnnHeads output) {
      int at = at(span);
      AttentionRows.Bias bias = bias(span);
      if (bias != null) {
        rows.copy(bias, weightsMemory, at, span.rows);
      }
      OneDnnMatrix raw = weights(span);
      raw.multiply(
          span.rows,
          query.width(),
          sources,
          given.scale(),
          query.matrix(span.head).below(span.first).plain(),
          key.matrix(span.head).transposed(),
          bias != null);
      if (given.causal()) {
        rows.hideFuture(weightsMemory, at, span.first, span.rows);
      }
      if (finite) {
        softmaxes.with(shape(span), softmax -> softmax.runInPlace(raw.start()));
      } else {
        rows.softmax(weightsMemory, at, span.rows);
      }
      output
          .matrix(span.head)
          .below(span.first)
          .multiply(
              span.rows,
              sources,
              value.width(),
              1,
              dropped(span).plain(),
              value.matrix(span.head).plain(),
              false);
    }

    void backward(
        Span span,
        OneDnnHeads gradient,
        OneDnnHeads forQuery,
        OneDnnHeads forKey,
        OneDnnHeads forValue) {
      boolean more = span.first > 0;
      OneDnnMatrix behind = gradient.matrix(span.head).below(span.first);
      forValue
          .matrix(span.head)
          .multiply(
              sources,
              span.rows,
              value.width(),
              1,
              dropped(span).transposed(),
              behind.plain(),
              more);
      OneDnnMatrix change = scratch(scores);
      change.multiply(
          span.rows,
          value.width(),
          sources,
          1,
          behind.plain(),
          value.matrix(span.head).transposed(),
          false);
      if (kept != null) {
        rows.multiply(kept, at(span), span.rows, scores.floats());
      }
      softmaxes.with(
          shape(span),
          softmax -> softmax.runBackwardInPlace(weights(span).start(), change.start()));
      if (forScores != null) {
        forScores.put(at(span), scores.floats(), 0, span.rows * sources);
      }
      forQuery
          .matrix(span.head)
          .below(span.first)
          .multiply(
              span.rows,
              sources,
              query.width(),
              given.scale(),
              change.plain(),
              key.matrix(span.head).plain(),
              false);
      forKey
          .matrix(span.head)
          .multiply(
              sources,
              span.rows,
              query.width(),
              given.scale(),
              change.transposed(),
              query.matrix(span.head).below(span.first).plain(),
              more);
    }

    /** Where the rows begin in arrays of all weights. */
    private int at(Span span) {
      return Math.toIntExact((span.head * targets + span.first) * sources);
    }

    private OneDnnMatrix weights(Span span) {
      return OneDnnMatrix.of(weights, at(span), sources);
    }

    /** The weights that are left after dropping. */
    private OneDnnMatrix dropped(Span span) {
      if (kept == null) {
        return weights(span);
      }
      FloatBuffer memory = dropped.floats();
      memory.put(0, weightsMemory, at(span), span.rows * sources);
      rows.multiply(kept, at(span), span.rows, memory);
      return scratch(dropped);
    }

    private OneDnnMatrix scratch(Scratchpad memory) {
      return new OneDnnMatrix(new FloatPointer(memory.memory()), sources);
    }

    private AttentionRows.@Nullable Bias bias(Span span) {
      INDArray bias = given.bias();
      if (bias == null) {
        return null;
      }
      long item = bias.size(0) == 1 ? 0 : span.head / given.heads();
      long head = bias.size(1) == 1 ? 0 : span.head % given.heads();
      long row = bias.size(2) == 1 ? 0 : span.first;
      long at = ((item * bias.size(1) + head) * bias.size(2) + row) * sources;
      return new AttentionRows.Bias(floats(bias), Math.toIntExact(at), bias.size(2) == 1);
    }

    private OneDnnSoftmax.Shape shape(Span span) {
      return new OneDnnSoftmax.Shape(span.rows, sources);
    }

    @Override
    public void close() {
      scores.close();
      dropped.close();
    }
  }
}
