package ai.miniai.notebook;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Finding;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.nn.Module;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RecordingSource;
import ai.miniai.recording.RunRecord;
import ai.miniai.summary.Summary;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Figure;
import ai.miniai.viz.Plots;
import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apiguardian.api.API;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/**
 * Tells the kernel how values of miniai's types look below a cell. The kernel finds this class by
 * itself.
 *
 * <table>
 *   <caption>What a cell shows</caption>
 *   <tr><th>value</th><th>shown as</th></tr>
 *   <tr><td>{@code Figure}</td><td>the picture</td></tr>
 *   <tr><td>{@code Recording}, {@code ActivationStats} and other sources of recordings</td>
 *       <td>the colour dimension</td></tr>
 *   <tr><td>{@code ParameterStats}</td><td>its update : weight ratios</td></tr>
 *   <tr><td>{@code RunRecord}, {@code LossHistory}</td><td>the losses</td></tr>
 *   <tr><td>{@code LRFinderCB}, {@code RecorderCB}</td><td>its plot</td></tr>
 *   <tr><td>{@code Diagnosis}, {@code Finding}</td><td>its text, with a colour for the severity</td></tr>
 *   <tr><td>{@code Summary}, {@code MetricsCB}</td><td>its table</td></tr>
 *   <tr><td>{@code Module}</td><td>its layers, and the number of parameters</td></tr>
 *   <tr><td>{@code Tensor}</td><td>up to 100 values, and of more their statistics</td></tr>
 * </table>
 */
@API(status = API.Status.INTERNAL)
public final class MiniaiDisplay implements DisplayProvider {
  /** The first that fits is taken. */
  private static final ImmutableList<DisplayRenderer> RENDERERS =
      ImmutableList.of(
          new Renderer<>(Figure.class, Shown::figure),
          new Renderer<>(Recording.class, run -> Shown.figure(Plots.colorDim(run))),
          new Renderer<>(ParameterStats.class, run -> Shown.figure(Plots.updateRatios(run))),
          new Renderer<>(RecordingSource.class, MiniaiDisplay::source),
          new Renderer<>(RunRecord.class, run -> Shown.figure(Plots.lossCurve(run.losses()))),
          new Renderer<>(LossHistory.class, losses -> Shown.figure(Plots.lossCurve(losses))),
          new Renderer<>(LRFinderCB.class, finder -> Shown.figure(Plots.lrFinderPlot(finder))),
          new Renderer<>(RecorderCB.class, recorder -> Shown.figure(Plots.recorderPlot(recorder))),
          new Renderer<>(Diagnosis.class, all -> Shown.html(FindingsHtml.of(all), all.toString())),
          new Renderer<>(Finding.class, one -> Shown.html(FindingsHtml.of(one), one.toString())),
          new Renderer<>(
              Summary.class, table -> Shown.html(Html.table(table.cells(), 4), table.toString())),
          new Renderer<>(
              MetricsCB.class,
              metrics ->
                  Shown.html(MetricsTable.html(metrics.rows()), MetricsTable.text(metrics.rows()))),
          new Renderer<>(Module.class, model -> Shown.text(Described.model(model))),
          new Renderer<>(Tensor.class, tensor -> Shown.text(Described.tensor(tensor))));

  /** Called by the kernel. */
  public MiniaiDisplay() {}

  @Override
  public List<DisplayRenderer> getDisplayRenderers() {
    return RENDERERS;
  }

  /** Of several recordings the activations, of which most is known. */
  private static DisplayData source(RecordingSource source) {
    List<Recording> recordings = source.recordings();
    return recordings.stream()
        .filter(recording -> recording.quantity() == Quantity.ACTIVATIONS)
        .findFirst()
        .or(() -> recordings.stream().findFirst())
        .map(recording -> Shown.figure(Plots.colorDim(recording)))
        .orElseGet(() -> Shown.text("Nothing was recorded."));
  }

  @Override
  public List<DisplayTransformer> getDisplayTransformers() {
    return ImmutableList.of();
  }
}
