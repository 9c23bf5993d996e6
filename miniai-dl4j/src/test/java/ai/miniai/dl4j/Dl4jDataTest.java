package ai.miniai.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.transform.Images;
import ai.miniai.random.Seed;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jDataTest {
  /** Seven images [1, 8, 8] of their number, labelled 0, 1, 2, 0, … */
  private static final Dataset IMAGES =
      Dataset.of(
          IntStream.range(0, 7)
              .mapToObj(
                  i ->
                      new Sample(
                          List.of(
                              new HostArray.Floats(filled(i), 1, 8, 8),
                              new HostArray.Longs(new long[] {i % 3}))))
              .toList());

  private static float[] filled(float value) {
    float[] values = new float[64];
    java.util.Arrays.fill(values, value);
    return values;
  }

  @Test
  void givesDl4jOurBatchesWithOneHotLabels() {
    DataSetIterator iterator = Dl4jData.iterator(DataLoader.of(IMAGES, 4), 3);

    DataSet first = iterator.next();
    DataSet second = iterator.next();

    assertThat(first.getFeatures().shape()).containsExactly(4, 1, 8, 8);
    assertThat(first.getLabels()).isEqualTo(Nets.labels(DataType.FLOAT, 4));
    assertThat(second.numExamples()).isEqualTo(3);
    assertThat(iterator.hasNext()).isFalse();
    assertThat(iterator.inputColumns()).isEqualTo(64);
  }

  @Test
  void beginsAnewWhenDl4jAsks() {
    MultiLayerNetwork network = Nets.chain(DataType.FLOAT);

    network.fit(Dl4jData.iterator(DataLoader.of(IMAGES, 4).shuffle(true), 3), 3);

    assertThat(network.getIterationCount()).isEqualTo(6);
  }

  @Test
  void changesBatchesAsDl4jsPreProcessorSays() {
    DataSetIterator iterator = Dl4jData.iterator(DataLoader.of(IMAGES, 7), 3);
    iterator.setPreProcessor(new ImagePreProcessingScaler(0, 1, 1));

    assertThat(iterator.next().getFeatures().getDouble(6, 0, 0, 0)).isCloseTo(6, within(1e-6));
  }

  @Test
  void splitsBatchesIntoInputsAndTargets() {
    Dataset pairs =
        Dataset.of(
            List.of(
                new Sample(
                    List.of(
                        new HostArray.Floats(new float[] {1}, 1),
                        new HostArray.Floats(new float[] {2}, 1),
                        new HostArray.Longs(new long[] {1})))));
    MultiDataSetIterator iterator = Dl4jData.multiIterator(DataLoader.of(pairs, 1), 2, 3);

    MultiDataSet batch = iterator.next();

    assertThat(batch.numFeatureArrays()).isEqualTo(2);
    assertThat(batch.getFeatures(1).getDouble(0)).isEqualTo(2);
    assertThat(batch.getLabels(0).toDoubleVector()).containsExactly(0, 1, 0);
  }

  @Test
  void saysThatTheLoaderDecidesTheBatchSize() {
    // THEN it throws what DL4J's own iterators do where another batch size cannot be had
    assertThatThrownBy(() -> Dl4jData.iterator(DataLoader.of(IMAGES, 4), 3).next(2))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("call next() without a number");
  }

  @Test
  void normalisesImagesAsDl4jDoes() {
    NormalizerStandardize normalizer = fitted();
    DataSet byDl4j = all();
    normalizer.preProcess(byDl4j);

    Images ours =
        Dl4jData.transform(normalizer)
            .apply(Images.of(Tensor.wrap(all().getFeatures())), Seed.generator());

    assertThat(ours.toTensor().array()).isEqualTo(byDl4j.getFeatures());
  }

  @Test
  void normalisesBatchesOfAnyShape() {
    INDArray x = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 6}});
    INDArray y = Nd4j.createFromArray(new float[][] {{10}, {30}});
    var normalizer = new NormalizerStandardize();
    normalizer.fitLabel(true);
    normalizer.fit(new DataSet(x, y));

    Batch changed =
        Dl4jData.batchTransform(normalizer)
            .apply(new Batch(List.of(Tensor.wrap(x), Tensor.wrap(y))));

    assertThat(changed.x().toDoubles()).containsExactly(new double[] {-1, -1, 1, 1}, within(1e-5));
    assertThat(changed.y().toDoubles()).containsExactly(new double[] {-1, 1}, within(1e-5));
    assertThat(x.getDouble(1, 1)).isEqualTo(6);
  }

  private static DataSet all() {
    return Dl4jData.iterator(DataLoader.of(IMAGES, 7), 3).next();
  }

  private static NormalizerStandardize fitted() {
    var normalizer = new NormalizerStandardize();
    normalizer.fit(all());
    return normalizer;
  }
}
