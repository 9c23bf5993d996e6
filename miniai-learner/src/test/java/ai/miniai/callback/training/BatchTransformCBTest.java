package ai.miniai.callback.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.During;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.transform.RandomHorizontalFlip;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.loss.Losses;
import ai.miniai.random.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTransformCBTest {
  private static Batch twice(Batch batch) {
    return new Batch(List.of(batch.x().times(2), batch.y()));
  }

  /** Images of the numbers 1 to 3, in a row, so that a flip shows; no model looks at them. */
  private static Learner images(Callback... callbacks) {
    Sample image = Sample.of(new float[] {1, 2, 3}, new long[] {1, 1, 3}, 0);
    DataLoader loader = DataLoader.of(Dataset.of(List.of(image, image, image, image)), 4);
    DataLoaders dls = new DataLoaders(loader, loader);
    return new Learner(Toy.model(), dls, Losses::crossEntropy, 0.1, callbacks);
  }

  /** The first input of the first training batch (if it trains), and of the first evaluated. */
  private static List<Double> firstInputs(BatchTransformCB transform) {
    List<Double> inputs = new ArrayList<>();
    Callback look =
        new Callback() {
          @Override
          public void predict() {
            inputs.add(batch().x().toDoubles()[0]);
            throw new CancelBatchException("seen"); // no model looks at them
          }
        };
    images(transform, look).fit(1);
    return inputs;
  }

  @Test
  void changesEveryBatch() {
    assertThat(firstInputs(new BatchTransformCB(BatchTransformCBTest::twice)))
        .containsExactly(2.0, 2.0);
  }

  @Test
  void changesBatchesWhileTrainingOnly() {
    assertThat(firstInputs(new BatchTransformCB(BatchTransformCBTest::twice, During.TRAINING)))
        .containsExactly(2.0, 1.0);
  }

  @Test
  void changesBatchesWhileEvaluatingOnly() {
    assertThat(firstInputs(new BatchTransformCB(BatchTransformCBTest::twice, During.VALIDATION)))
        .containsExactly(1.0, 2.0);
  }

  @Test
  void changesImages() {
    assertThat(firstInputs(new BatchTransformCB(new RandomHorizontalFlip(1))))
        .containsExactly(3.0, 3.0);
  }

  @Test
  void drawsFromTheSeed() {
    // GIVEN
    List<double[]> inputs = new ArrayList<>();
    Callback flips = new BatchTransformCB(new RandomHorizontalFlip());
    // WHEN
    for (int run = 0; run < 2; run++) {
      Seed.set(5);
      inputs.add(FirstBatchCB.of(images(flips), true, batch -> batch.x().toDoubles()));
    }
    // THEN
    assertThat(inputs.get(0)).contains(1, 3).isEqualTo(inputs.get(1));
  }

  @Test
  void keepsTheTargets() {
    // GIVEN
    Callback flip = new BatchTransformCB(new RandomHorizontalFlip(1));
    // WHEN
    Batch batch = FirstBatchCB.of(images(flip), true, b -> new Batch(List.of(b.y().detach())));
    // THEN
    assertThat(batch.y().shape()).containsExactly(4);
  }
}
