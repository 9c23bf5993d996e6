package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final Tensor left = Tensor.zeros(4, 2);
  private final Tensor right = Tensor.ones(4, 3);
  private final Tensor label = Tensor.of(1, 2, 3, 4);
  private final Batch batch = new Batch(List.of(left, right, label));

  @Test
  void dividesIntoInputsAndTargets() {
    assertThat(batch.inputs(2)).containsExactly(left, right);
    assertThat(batch.targets(2)).containsExactly(label);
    assertThat(batch.size()).isEqualTo(4);
  }

  @Test
  void namesTheFirstAndTheLast() {
    assertThat(batch.x()).isSameAs(left);
    assertThat(batch.y()).isSameAs(label);
  }

  @Test
  void refusesMoreInputsThanThereAreTensors() {
    assertThatThrownBy(() -> batch.inputs(4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("number of inputs (4) must not be greater than size (3)");
  }

  @Test
  void refusesTensorsOfDifferentLength() {
    assertThatThrownBy(() -> new Batch(List.of(left, Tensor.zeros(5, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected all tensors of a batch to hold 4 items, got 5 in tensor 1");
  }

  @Test
  void refusesASingleNumber() {
    assertThatThrownBy(() -> new Batch(List.of(Tensor.scalar(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a first axis for the batch, got a single number");
  }

  @Test
  void refusesToBeEmpty() {
    assertThatThrownBy(() -> new Batch(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected at least one tensor in a batch, got none");
  }
}
