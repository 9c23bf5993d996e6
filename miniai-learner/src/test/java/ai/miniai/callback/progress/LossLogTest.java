package ai.miniai.callback.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.nn.StateDicts;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The losses of a fit, as a checkpoint has them. */
class LossLogTest {
  /** Two batches and a pass of validation, of so many items each. */
  private static Map<String, Tensor> state(double items, double... losses) {
    return ImmutableMap.<String, Tensor>builder()
        .put("training", StateDicts.tensor(losses[0], losses[1]))
        .put("training_items", StateDicts.tensor(items, items))
        .put("validation_batches", StateDicts.tensor(2))
        .put("validation", StateDicts.tensor(losses[2]))
        .put("validation_items", StateDicts.tensor(items))
        .put("validation_loss.sum", StateDicts.tensor(0, 0))
        .buildOrThrow();
  }

  /** As it was written before the numbers of items were part of it. */
  private static Map<String, Tensor> withoutItems(Map<String, Tensor> state) {
    return Maps.filterKeys(state, name -> !name.endsWith("_items"));
  }

  private static LossLog log(Map<String, Tensor> state) {
    LossLog log = new LossLog();
    log.loadStateDict(state);
    return log;
  }

  @Test
  void ranksCountByTheirItems() {
    LossLog log = log(state(3, 1, 2, 4));
    log.combineItems(state(1, 5, 6, 8));
    assertThat(log.history().training()).containsExactly(2.0, 3.0);
    assertThat(log.history().validation().get(0).loss()).isEqualTo(5, offset(1e-12));
  }

  @Test
  void aStateOfAnEarlierVersionIsRead() {
    LossLog log = log(withoutItems(state(3, 1, 2, 4)));
    assertThat(log.history()).isEqualTo(log(state(3, 1, 2, 4)).history());
  }

  @Test
  void ranksOfAnEarlierVersionCountAlike() {
    LossLog log = log(withoutItems(state(3, 1, 2, 6)));
    log.combineItems(withoutItems(state(1, 4, 5, 9)));
    log.combineItems(withoutItems(state(1, 7, 8, 12)));
    assertThat(log.history().training()).containsExactly(4.0, 5.0);
    assertThat(log.history().validation().get(0).loss()).isEqualTo(9, offset(1e-12));
  }

  @Test
  void whatIsNotBesideALossIsMissed() {
    Map<String, Tensor> damaged = new HashMap<>(state(3, 1, 2, 4));
    damaged.put("training_items", StateDicts.tensor(3));
    assertThatThrownBy(() -> log(damaged))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"training_items\" of the state has 1 numbers, not 2 or more");
  }
}
