package ai.miniai.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.display.DisplayData;

class NotebookProgressCBTest {
  /** Keeps what is shown. */
  private static final class Kept implements CellOutput {
    final List<DisplayData> displayed = new ArrayList<>();
    final List<DisplayData> updated = new ArrayList<>();

    @Override
    public void display(DisplayData data) {
      displayed.add(data);
    }

    @Override
    public void update(DisplayData data) {
      updated.add(data);
    }

    List<String> pages() {
      return Stream.concat(displayed.stream(), updated.stream())
          .map(data -> (String) data.data().get("text/html"))
          .filter(html -> html != null)
          .toList();
    }

    String last(String type) {
      return Stream.concat(displayed.stream(), updated.stream())
          .map(data -> (String) data.data().get(type))
          .filter(data -> data != null)
          .reduce((before, after) -> after)
          .orElseThrow();
    }
  }

  private final Kept output = new Kept();
  private final List<MetricsCB.Row> lines = new ArrayList<>();
  private final MetricsCB metrics = new MetricsCB().log(lines::add);
  private long second;
  private final NotebookProgressCB progress =
      new NotebookProgressCB(() -> Optional.of(output), () -> 1_000_000_000L * second++);

  @Test
  void replacesATableAndACurve() {
    Fits.learner(metrics, progress).fit(2);

    assertThat(output.displayed).hasSize(2);
    assertThat(output.updated)
        .extracting(DisplayData::getDisplayId)
        .containsOnly(
            output.displayed.get(0).getDisplayId(), output.displayed.get(1).getDisplayId());
    assertThat(output.pages())
        .anySatisfy(
            html ->
                assertThat(html)
                    .contains("<progress value=\"2\" max=\"2\">")
                    .containsPattern("epoch 2 of 2, training batch 2 of 2, loss \\d\\.\\d{3}"))
        .anySatisfy(html -> assertThat(html).contains("epoch 1 of 2, validation batch 1 of 2"));
    assertThat(output.last("image/png")).startsWith("iVBOR");
  }

  @Test
  void endsWithTheTableAlone() {
    Fits.learner(metrics, progress).fit(2);

    assertThat(output.last("text/html"))
        .isEqualTo(MetricsTable.html(metrics.rows()))
        .contains("eval");
    assertThat(progress.history().training()).hasSize(4);
    assertThat(progress.history().validation()).hasSize(2);
  }

  @Test
  void hasTheRowsForTheTimeOfAFitOnly() {
    var learner = Fits.learner(metrics);
    learner.fit(1, progress);
    assertThat(lines).isEmpty();
    learner.fit(1);
    assertThat(lines).hasSize(2);
  }

  @Test
  void leavesTheRowsAloneOutsideOfANotebook() {
    var elsewhere = new NotebookProgressCB();
    Fits.learner(metrics).fit(1, elsewhere);
    assertThat(lines).hasSize(2);
    assertThat(elsewhere.history().training()).hasSize(2);
  }

  @Test
  void seldomUpdatesWhatChangesOften() {
    long[] nanos = {0};
    var slow =
        new NotebookProgressCB(() -> Optional.of(output), () -> nanos[0] += 1_000_000); // 1 ms
    Fits.learner(metrics).fit(3, slow);
    // two at the end of each pass and of the fit, none between
    assertThat(output.displayed.size() + output.updated.size()).isEqualTo(2 * (2 * 3 + 1));
  }

  @Test
  void worksWithoutMetrics() {
    Fits.learner().fit(1, progress);
    assertThat(output.last("text/html")).isEmpty();
    assertThat(output.last("image/png")).startsWith("iVBOR");
  }

  @Test
  void showsHowFarAFitCameThatEndsEarly() {
    var stop =
        new Callback() {
          @Override
          public int order() {
            return 2; // after the progress
          }

          @Override
          public void afterBatch() {
            throw new CancelFitException("enough");
          }
        };
    Fits.learner(metrics).fit(1, progress, stop);
    assertThat(output.last("text/html")).doesNotContain("<progress");
    assertThat(progress.history().training()).hasSize(1);
  }

  @Test
  void givesTheRowsBackWhenAFitFails() {
    var learner = Fits.learner(metrics);
    var failure =
        new Callback() {
          @Override
          public void afterBatch() {
            throw new IllegalStateException("on purpose");
          }
        };
    assertThatThrownBy(() -> learner.fit(1, progress, failure)).hasStackTraceContaining("purpose");
    learner.fit(1);
    assertThat(lines).hasSize(2);
  }

  @Test
  void continuesTheCurveOfACheckpoint() {
    Fits.learner(metrics, progress).fit(1);
    var resumed = new NotebookProgressCB(Optional::empty, () -> 0);
    resumed.loadStateDict(progress.stateDict());
    assertThat(resumed.history()).isEqualTo(progress.history());
  }
}
