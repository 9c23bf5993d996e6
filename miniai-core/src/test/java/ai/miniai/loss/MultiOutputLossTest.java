package ai.miniai.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiOutputLossTest {
  private final Tensor a = Tensor.of(new double[] {1, 2}, 2);
  private final Tensor b = Tensor.of(new double[] {3, 5}, 2);
  private final Tensor zeros = Tensor.zeros(2);
  private final Outputs outputs = Outputs.of("a", a).and("b", b);

  @Test
  void isTheWeightedSumForTheTargetsInTheirOrder() {
    MultiOutputLoss loss = MultiOutputLoss.of("a", Losses::l1).and("b", Losses::mse, 0.5);
    assertThat(loss.targetCount()).isEqualTo(2);
    assertThat(loss.lossAll(outputs, List.of(zeros, Tensor.ones(2))).item())
        .isEqualTo(1.5 + (4 + 16) / 4.0, within(1e-6));
  }

  @Test
  void anAuxiliaryHeadSharesTheTargetBeforeIt() {
    MultiOutputLoss loss =
        MultiOutputLoss.of("a", Losses::l1).sharing("b", Losses::l1, 0.3).and("a", Losses::l1);
    assertThat(loss.targetCount()).isEqualTo(2);
    assertThat(loss.lossAll(outputs, List.of(zeros, a)).item())
        .isEqualTo(1.5 + 0.3 * 4, within(1e-6));
  }

  @Test
  void mistakesNameTheOutput() {
    MultiOutputLoss loss = MultiOutputLoss.of("c", Losses::l1);
    assertThatThrownBy(() -> loss.lossAll(outputs, List.of(zeros)))
        .hasMessage(
            "the loss of the output \"c\": there is no output named \"c\", only a [2], b [2]");
    assertThatThrownBy(() -> loss.lossAll(outputs, List.of(zeros, zeros)))
        .hasMessage("expected 1 targets for the losses of [c], got 2");
    assertThatThrownBy(() -> loss.and("a", Losses::l1, Double.NaN)).hasMessageContaining("NaN");
    LossFunction single = Losses::l1;
    assertThatThrownBy(() -> single.lossAll(outputs, List.of(zeros)))
        .hasMessageContaining("not the outputs a [2], b [2] and 1 targets");
  }
}
