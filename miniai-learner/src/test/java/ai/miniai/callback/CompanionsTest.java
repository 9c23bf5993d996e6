package ai.miniai.callback;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.learner.Toy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Callbacks that bring others along. */
class CompanionsTest {
  private final List<String> told = new ArrayList<>();

  private final class Named extends Callback {
    private final String name;
    private final List<Callback> companions;

    Named(String name, Callback... companions) {
      this.name = name;
      this.companions = List.of(companions);
    }

    @Override
    protected List<Callback> companions() {
      return companions;
    }

    @Override
    public void beforeFit() {
      told.add(name + " with " + learn().epochs());
    }
  }

  @Test
  void companionsAreBoundAndToldBeforeTheOneThatBringsThem() {
    // GIVEN companions of a companion
    Callback leader = new Named("leader", new Named("second", new Named("first")));
    // WHEN
    Toy.trainLearner(new Named("other"), leader).fit(1);
    // THEN
    assertThat(told)
        .containsExactly("other with 1", "first with 1", "second with 1", "leader with 1");
  }
}
