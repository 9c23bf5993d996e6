package ai.miniai.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.recording.Recording;
import ai.miniai.viz.Plots;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

class CellOutputTest {
  @Test
  void isThatOfTheCellThatCalls() {
    AtomicBoolean inCell = new AtomicBoolean();
    Object asking =
        new Object() {
          @Override
          public String toString() {
            inCell.set(CellOutput.ofCaller().isPresent());
            return "";
          }
        };
    DisplaySystem.inst().render(asking); // the kernel calls toString
    assertThat(inCell).isTrue();
  }

  @Test
  void isNoneElsewhere() {
    assertThat(CellOutput.ofCaller()).isEmpty();
    var figure = Plots.colorDim(new Recording(List.of(), List.of()));
    assertThat(new InlineFigures().show(figure)).isFalse();
  }
}
