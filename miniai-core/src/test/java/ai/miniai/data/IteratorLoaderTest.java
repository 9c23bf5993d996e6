package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.TestDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class IteratorLoaderTest {
  private final DataSet items = new DataSet(Nd4j.arange(10).reshape(5, 2), Nd4j.eye(5));

  @Test
  void passesOnFeaturesAndLabels() {
    // GIVEN
    DataLoader loader = DataLoader.of(new TestDataSetIterator(items, 2));
    // WHEN
    Batch batch = loader.iterate().next();
    // THEN
    assertThat(batch.x().shape()).containsExactly(2, 2);
    assertThat(batch.x().toDoubles()).containsExactly(0, 1, 2, 3);
    assertThat(batch.y().shape()).containsExactly(2, 5);
    assertThat(batch.y().toDoubles()).containsExactly(1, 0, 0, 0, 0, 0, 1, 0, 0, 0);
    assertThat(loader.batchSize()).isEqualTo(2);
  }

  @Test
  void beginsAnewInEachPass() {
    // GIVEN
    DataLoader loader = DataLoader.of(new TestDataSetIterator(items, 2));
    // WHEN, THEN
    assertThat(loader).hasSize(3);
    assertThat(loader).hasSize(3);
  }

  @Test
  void countsItsBatchesOnDemand() {
    // GIVEN
    DataLoader loader = DataLoader.of(new TestDataSetIterator(items, 2));
    // WHEN, THEN
    assertThat(loader.size()).isEqualTo(3);
    assertThat(loader).hasSize(3);
  }

  @Test
  void knowsTheNumberOfBatchesAfterAPass() {
    // GIVEN
    DataLoader loader = DataLoader.of(new TestDataSetIterator(items, 2));
    assertThat(loader).hasSize(3);
    // WHEN
    Batches batches = loader.iterate();
    batches.next();
    // THEN
    assertThat(loader.size()).isEqualTo(3);
    assertThat(batches.next().x().toDoubles()).containsExactly(4, 5, 6, 7);
  }

  @Test
  void doesNotCountInTheMiddleOfAPass() {
    // GIVEN
    DataLoader loader = DataLoader.of(new TestDataSetIterator(items, 2));
    Batches batches = loader.iterate();
    batches.next();
    // WHEN, THEN
    assertThatThrownBy(loader::size)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ask before it, or after it");
  }

  @Test
  void endsAPassWhenAnotherBegins() {
    // GIVEN
    DataLoader loader = DataLoader.of(new TestDataSetIterator(items, 2));
    Batches first = loader.iterate();
    // WHEN
    Batches second = loader.iterate();
    // THEN
    assertThat(first.hasNext()).isFalse();
    assertThat(second.hasNext()).isTrue();
  }

  @Test
  void refusesMasks() {
    // GIVEN
    INDArray mask = Nd4j.ones(5, 1);
    items.setLabelsMaskArray(mask);
    Batches batches = DataLoader.of(new TestDataSetIterator(items, 5)).iterate();
    // WHEN, THEN
    assertThatThrownBy(batches::next)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("batch 0 has masks, which are not supported");
  }

  @Test
  void refusesAnIteratorThatCannotBeReset() {
    // GIVEN
    TestDataSetIterator once =
        new TestDataSetIterator(items, 2) {
          @Override
          public boolean resetSupported() {
            return false;
          }
        };
    // WHEN, THEN
    assertThatThrownBy(() -> DataLoader.of(once))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected an iterator that can be reset for each pass");
  }

  @Test
  void passesOnAllFeaturesAndLabelsOfAMultiDataSet() {
    // GIVEN
    INDArray half = items.getLabels().div(2);
    var multi =
        new MultiDataSet(
            new INDArray[] {items.getFeatures(), half}, new INDArray[] {items.getLabels()});
    DataLoader loader = DataLoader.of(new SingletonMultiDataSetIterator(multi));
    // WHEN
    Batch batch = loader.iterate().next();
    // THEN
    assertThat(batch.tensors()).hasSize(3);
    assertThat(batch.tensors().get(1).array()).isEqualTo(half);
    assertThat(loader.batchSize()).isEqualTo(5);
  }
}
