package ai.miniai.treatment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks that normalise inputs and scale targets, by what the model gets. */
class ScalingTest {
  private final List<double[]> inputs = new ArrayList<>();
  private final List<double[]> targets = new ArrayList<>();

  /** Notes what the model gets; odd entries are of validation. */
  private final Callback listening =
      new Callback() {
        @Override
        public void afterPredict() {
          inputs.add(batch().x().toDoubles());
          targets.add(batch().y().toDoubles());
        }
      };

  @BeforeEach
  void seed() {
    Seed.set(1);
  }

  private static DataLoader loader(Sample... items) {
    return DataLoader.of(Dataset.of(List.of(items)), items.length);
  }

  private static Sample item(float[] input, long[] shape, float... target) {
    return Sample.of(
        new HostArray.Floats(input, shape),
        new HostArray.Floats(target, new long[] {target.length}));
  }

  private void fit(Module model, Callback callback, DataLoader train, DataLoader valid) {
    new TrainLearner(model, new DataLoaders(train, valid), Losses::mse, 0)
        .fit(1, callback, listening);
  }

  @Test
  void columnsAreNormalisedByTheTrainingData() {
    // GIVEN columns of mean 2 and deviation 1, of mean 300 and deviation 100, and a constant one
    DataLoader train =
        loader(
            item(new float[] {1, 200, 7}, new long[] {3}, 0),
            item(new float[] {2, 300, 7}, new long[] {3}, 0),
            item(new float[] {3, 400, 7}, new long[] {3}, 0));
    DataLoader valid = loader(item(new float[] {4, 500, 8}, new long[] {3}, 0));
    // WHEN
    fit(new Linear(3, 1), new NormalizeInputsCB(), train, valid);
    // THEN validation data are normalised by the same numbers
    assertThat(inputs.get(0))
        .containsExactly(new double[] {-1, -1, 0, 0, 0, 0, 1, 1, 0}, offset(1e-6));
    assertThat(inputs.get(1)).containsExactly(new double[] {2, 2, 1}, offset(1e-6));
  }

  @Test
  void channelsOfImagesAreNormalised() {
    DataLoader train =
        loader(
            item(new float[] {0, 2, 10, 30}, new long[] {2, 1, 2}, 0),
            item(new float[] {0, 2, 10, 30}, new long[] {2, 1, 2}, 0));
    fit(new Sequential(new Flatten(), new Linear(4, 1)), new NormalizeInputsCB(), train, train);
    double one = Math.sqrt(0.75); // the deviation of four values is unbiased
    assertThat(inputs.get(0))
        .containsExactly(new double[] {-one, one, -one, one, -one, one, -one, one}, offset(1e-6));
  }

  @Test
  void featuresOfSequencesAreNormalised() {
    DataLoader train = loader(item(new float[] {0, 10, 2, 30}, new long[] {2, 2}, 0));
    fit(new Sequential(new Flatten(), new Linear(4, 1)), new NormalizeInputsCB(), train, train);
    double one = Math.sqrt(0.5);
    assertThat(inputs.get(0)).containsExactly(new double[] {-one, -one, one, one}, offset(1e-6));
  }

  @Test
  void valuesThatAreNotFiniteStayAndDoNotCount() {
    DataLoader train =
        loader(
            item(new float[] {1}, new long[] {1}, 0),
            item(new float[] {Float.NaN}, new long[] {1}, 0),
            item(new float[] {3}, new long[] {1}, 0));
    fit(new Linear(1, 1), new NormalizeInputsCB(), train, train);
    double one = Math.sqrt(0.5);
    assertThat(inputs.get(0)).containsExactly(new double[] {-one, Double.NaN, one}, offset(1e-6));
  }

  @Test
  void columnsOfTargetsAreScaledAndPredictionsScaledBack() {
    DataLoader train =
        loader(
            item(new float[] {1}, new long[] {1}, 10, -1),
            item(new float[] {1}, new long[] {1}, 20, -2),
            item(new float[] {1}, new long[] {1}, 30, -3));
    var scale = new ScaleTargetsCB();
    fit(new Linear(1, 2), scale, train, train);
    assertThat(targets.get(0)).containsExactly(new double[] {-1, 1, 0, 0, 1, -1}, offset(1e-6));
    assertThat(targets.get(1)).isEqualTo(targets.get(0));
    assertThat(scale.unscale(Tensor.of(new float[] {2, 0}, 1, 2)).toDoubles())
        .containsExactly(new double[] {40, -2}, offset(1e-4));
  }

  @Test
  void theScaleIsUnknownBeforeAFit() {
    assertThatThrownBy(() -> new ScaleTargetsCB().unscale(Tensor.ones(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("give this callback to a fit first");
  }

  @Test
  void predictionsAreMadeFromNormalisedInputs() {
    DataLoader train =
        loader(item(new float[] {1}, new long[] {1}, 0), item(new float[] {3}, new long[] {1}, 0));
    var learner =
        new TrainLearner(
            new Linear(1, 1),
            new DataLoaders(train, train),
            Losses::mse,
            0,
            new NormalizeInputsCB(),
            new ScaleTargetsCB());
    learner.fit(1);
    Tensor bias = learner.model().parameters().get("bias");
    assertThat(learner.predict(Tensor.of(new float[] {2}, 1, 1)).item())
        .isEqualTo(bias.item(), offset(1e-6));
  }

  @Test
  void theOrderOfTheDataIsAsWithoutIt() {
    float[] numbers = new Generator(1).normal(20, 0, 1);
    Dataset items =
        Dataset.of(
            IntStream.range(0, 20)
                .mapToObj(i -> item(new float[] {1}, new long[] {1}, numbers[i]))
                .toList());
    for (Callback one : List.of(new NormalizeInputsCB(), new Callback() {})) {
      Seed.set(5);
      fit(new Linear(1, 1), one, DataLoader.of(items, 20).shuffle(true), DataLoader.of(items, 20));
    }
    assertThat(targets.get(2)).isEqualTo(targets.get(0));
  }

  @Test
  void damagedItemsAreLeftOut() {
    DataLoader train =
        loader(
            item(new float[] {1, Float.NaN}, new long[] {2}, 1),
            item(new float[] {2, 2}, new long[] {2}, 2),
            item(new float[] {3, 3}, new long[] {2}, Float.POSITIVE_INFINITY));
    DataLoader lost = loader(item(new float[] {1, Float.NaN}, new long[] {2}, 1));
    fit(new Linear(2, 1), new DropDamagedCB(), train, lost);
    assertThat(inputs).hasSize(1);
    assertThat(inputs.get(0)).containsExactly(2, 2);
    assertThat(targets.get(0)).containsExactly(2);
  }

  @Test
  void momentsKeepTheirDigitsFarFromZero() {
    var moments = new FeatureMoments(1);
    moments.add(Tensor.of(new double[] {1e9 - 1, 1e9, 1e9 + 1}, 3, 1));
    Tensor normal = moments.standardize(Tensor.of(new double[] {1e9 + 2}, 1, 1));
    assertThat(normal.item()).isEqualTo(2, offset(1e-9));
  }
}
