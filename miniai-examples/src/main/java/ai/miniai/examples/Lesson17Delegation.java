package ai.miniai.examples;

import ai.miniai.callback.Attribute;
import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.random.Seed;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lesson 17: a callback delegates names to its learner, and a subclass can change which. */
public final class Lesson17Delegation {
  private Lesson17Delegation() {}

  /** Delegates the loss too, but not the batch. */
  static final class LossEveryTen extends Callback {
    private static final Set<Attribute<?>> ADDED = Set.of(Attribute.LOSS, Attribute.ITERATION);
    private static final Set<Attribute<?>> REMOVED = Set.of(Attribute.BATCH);

    final List<String> lines = new ArrayList<>();

    @Override
    protected Set<Attribute<?>> forward() {
      return Sets.difference(Sets.union(super.forward(), ADDED), REMOVED);
    }

    @Override
    public void afterBatch() {
      if (training() && get(Attribute.ITERATION) % 10 == 0) {
        double loss = get(Attribute.LOSS).item();
        lines.add("epoch " + epoch() + " batch " + get(Attribute.ITERATION) + " loss " + loss);
        // batch() would fail here, and the message would list the delegated names.
      }
    }
  }

  /** Trains for one epoch. */
  static LossEveryTen run(DataLoaders dls) {
    Seed.set(1);
    var callback = new LossEveryTen();
    new TrainLearner(ModelName.MLP.create(), dls, Losses::crossEntropy, 0.2, callback).fit(1);
    return callback;
  }

  public static void main(String... arguments) {
    var data = FashionMnist.load();
    run(DataLoaders.of(data.train(), data.valid(), 1024)).lines.forEach(System.out::println);
  }
}
