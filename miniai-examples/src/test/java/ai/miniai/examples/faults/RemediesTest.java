package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemediesTest {
  private static Set<Fault> mended(Action action) {
    return Remedies.mended(new Remedy(action, 1, ""));
  }

  @Test
  void aRemedyMendsItsFaults() {
    assertThat(mended(Action.LOWER_RATE)).containsExactly(Fault.LR);
    assertThat(mended(Action.CHANGE_OUTPUT_OR_LOSS)).containsExactly(Fault.ACT, Fault.LOSS);
    assertThat(mended(Action.SHUFFLE)).isEmpty();
  }

  @Test
  void eachFaultHasARemedy() {
    Set<Fault> all = EnumSet.noneOf(Fault.class);
    Arrays.stream(Action.values()).forEach(action -> all.addAll(mended(action)));

    assertThat(all).isEqualTo(EnumSet.complementOf(EnumSet.of(Fault.ORIGIN)));
  }
}
