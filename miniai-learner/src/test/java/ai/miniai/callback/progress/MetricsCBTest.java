package ai.miniai.callback.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.Metric;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsCBTest {
  private final List<MetricsCB.Row> log = new ArrayList<>();
  private final MetricsCB metrics =
      new MetricsCB("accuracy", new MulticlassAccuracy()).log(log::add);

  /** Seven items in batches of three: the last batch has one. */
  private static DataLoaders uneven() {
    DataLoader loader = DataLoader.of(Toy.points(7, 5), 3);
    return new DataLoaders(loader, loader);
  }

  private static Learner learner(DataLoaders dls, Callback... callbacks) {
    return new TrainLearner(Toy.model(), dls, Losses::crossEntropy, 0.1, callbacks);
  }

  /** All items of a loader as one batch. */
  private static Batch whole(DataLoader loader) {
    List<Tensor> xs = new ArrayList<>();
    List<Tensor> ys = new ArrayList<>();
    try (Batches batches = loader.iterate()) {
      batches.forEachRemaining(
          batch -> {
            xs.add(batch.x());
            ys.add(batch.y());
          });
    }
    return new Batch(
        List.of(
            Tensor.concat(0, xs.toArray(new Tensor[0])),
            Tensor.concat(0, ys.toArray(new Tensor[0]))));
  }

  @Test
  void givesAccuracyAndLossOverAllItemsAlsoWhenTheLastBatchIsSmall() {
    // GIVEN
    Learner learner = learner(uneven(), metrics);
    // WHEN
    learner.fit(1, false, true, List.of(), 0.1);
    // THEN
    Batch all = whole(learner.dls().valid());
    Tensor scores = learner.model().call(all.x());
    double[] best = scores.argmax(1).toDoubles();
    double[] labels = all.y().toDoubles();
    int hits = 0;
    for (int i = 0; i < best.length; i++) {
      hits += best[i] == labels[i] ? 1 : 0;
    }
    MetricsCB.Row row = log.get(0);
    assertThat(row.values().get("accuracy")).isEqualTo(hits / 7.0);
    assertThat(row.values().get("loss"))
        .isCloseTo(scores.crossEntropy(all.y()).item(), offset(1e-6));
  }

  @Test
  void givesARowForEachPass() {
    // WHEN
    learner(uneven(), metrics).fit(2);
    // THEN
    assertThat(log).isEqualTo(metrics.rows());
    assertThat(log).extracting(MetricsCB.Row::epoch).containsExactly(0, 0, 1, 1);
    assertThat(log)
        .extracting(MetricsCB.Row::mode)
        .containsExactly("train", "eval", "train", "eval");
  }

  @Test
  void beginsEachFitWithoutRows() {
    // GIVEN
    Learner learner = learner(uneven(), metrics);
    learner.fit(2);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(metrics.rows()).hasSize(2);
  }

  @Test
  void givesAnyNumberOfMetricsInTheirOrderAndTheLossLast() {
    // GIVEN
    MetricsCB three =
        new MetricsCB(
                ImmutableMap.of(
                    "b", new MulticlassAccuracy(), "a", new Items(), "c", new MulticlassAccuracy()))
            .log(log::add);
    // WHEN
    learner(uneven(), three).fit(1);
    // THEN
    assertThat(log.get(0).values().keySet()).containsExactly("b", "a", "c", "loss");
    assertThat(log.get(0).values()).containsEntry("a", 7.0);
  }

  /** A user's metric: the number of items. */
  private static final class Items implements Metric {
    private int items;

    @Override
    public void reset() {
      items = 0;
    }

    @Override
    public void update(Tensor predictions, Tensor target) {
      items += (int) target.size(0);
    }

    @Override
    public double compute() {
      return items;
    }
  }

  @Test
  void givesTheLossAlone() {
    // GIVEN
    MetricsCB lossOnly = new MetricsCB().log(log::add);
    // WHEN
    learner(uneven(), lossOnly).fit(1);
    // THEN
    assertThat(log.get(0).values().keySet()).containsExactly("loss");
  }

  @Test
  void givesTheValuesOfTheLastPass() {
    learner(uneven(), metrics).fit(2);

    assertThat(metrics.last("accuracy")).isEqualTo(log.get(3).values().get("accuracy"));
    assertThat(metrics.last("loss")).isEqualTo(log.get(3).values().get("loss"));
  }

  @Test
  void saysWhichValuesThereAreAndWhen() {
    assertThatThrownBy(() -> metrics.last("loss"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there are no values yet: the first come after a pass through the data");
    learner(uneven(), metrics).fit(1);
    assertThatThrownBy(() -> metrics.last("acuracy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no metric \"acuracy\", only [accuracy, loss]");
  }

  @Test
  void takesOneHotTargets() {
    // GIVEN the same data with labels and one-hot
    DataLoaders oneHot = new DataLoaders(oneHot(uneven().train()), oneHot(uneven().valid()));
    learner(uneven(), metrics).fit(1);
    MetricsCB onOneHot = new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
    // WHEN
    learner(oneHot, onOneHot).fit(1);
    // THEN
    for (int i = 0; i < 2; i++) {
      assertThat(onOneHot.rows().get(i).values().get("accuracy"))
          .isEqualTo(metrics.rows().get(i).values().get("accuracy"));
      assertThat(onOneHot.rows().get(i).values().get("loss"))
          .isCloseTo(metrics.rows().get(i).values().get("loss"), offset(1e-6));
    }
  }

  private static DataLoader oneHot(DataLoader loader) {
    return new DataLoader() {
      @Override
      public Batches iterate() {
        Batches labelled = loader.iterate();
        return new Batches() {
          @Override
          public boolean hasNext() {
            return labelled.hasNext();
          }

          @Override
          public Batch next() {
            Batch batch = labelled.next();
            float[] targets = new float[batch.size() * Toy.CLASSES];
            double[] labels = batch.y().toDoubles();
            for (int i = 0; i < labels.length; i++) {
              targets[i * Toy.CLASSES + (int) labels[i]] = 1;
            }
            return new Batch(List.of(batch.x(), Tensor.of(targets, batch.size(), Toy.CLASSES)));
          }

          @Override
          public void close() {
            labelled.close();
          }
        };
      }

      @Override
      public int size() {
        return loader.size();
      }

      @Override
      public int batchSize() {
        return loader.batchSize();
      }
    };
  }

  @Test
  void leavesOutBatchesThatWereCancelled() {
    // GIVEN
    Callback onlyTheFirst =
        new Callback() {
          @Override
          public void afterPredict() {
            if (learn().iteration() > 0) {
              throw new CancelBatchException();
            }
          }
        };
    MetricsCB items = new MetricsCB("items", new Items()).log(log::add);
    // WHEN
    learner(uneven(), items, onlyTheFirst).fit(1);
    // THEN
    assertThat(log.get(0).values()).containsEntry("items", 3.0);
  }

  @Test
  void givesNoRowForAnEpochThatWasCancelled() {
    // GIVEN
    Callback impatient =
        new Callback() {
          @Override
          public void beforeBatch() {
            if (training()) {
              throw new CancelEpochException();
            }
          }
        };
    // WHEN
    learner(uneven(), metrics, impatient).fit(1);
    // THEN
    assertThat(log).extracting(MetricsCB.Row::mode).containsExactly("eval");
  }

  @Test
  void isFoundByOtherCallbacks() {
    // GIVEN
    Learner learner = learner(uneven(), metrics);
    // WHEN
    learner.fit(0);
    // THEN
    assertThat(learner.get(MetricsCB.METRICS)).isSameAs(metrics);
  }

  @Test
  void writesARowAsTheLessonDoes() {
    // GIVEN
    MetricsCB.Row row =
        new MetricsCB.Row(2, false, ImmutableMap.of("accuracy", 0.81249, "loss", 1.0));
    // WHEN, THEN
    assertThat(row).hasToString("{accuracy: 0.812, loss: 1.000, epoch: 2, train: eval}");
  }

  @Test
  void keepsTheNameOfTheLossForTheLoss() {
    assertThatThrownBy(() -> new MetricsCB("loss", new MulticlassAccuracy()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"loss\" is the name of the mean loss: choose another");
  }

  @Test
  void givesTheModelsModeInTheRow() {
    // GIVEN
    Module model = Toy.model();
    // WHEN
    new TrainLearner(model, uneven(), Losses::crossEntropy, 0.1, metrics)
        .fit(1, true, false, List.of(), 0.1);
    // THEN
    assertThat(log).extracting(MetricsCB.Row::training).containsExactly(true);
  }
}
