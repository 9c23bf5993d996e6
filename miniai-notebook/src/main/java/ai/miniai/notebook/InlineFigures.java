package ai.miniai.notebook;

import ai.miniai.viz.Figure;
import ai.miniai.viz.FigureViewer;
import java.util.Optional;
import org.apiguardian.api.API;

/** Shows figures below the cell that calls {@link Figure#show}. */
@API(status = API.Status.INTERNAL)
public final class InlineFigures implements FigureViewer {
  /** Called by {@link java.util.ServiceLoader}. */
  public InlineFigures() {}

  @Override
  public boolean show(Figure figure) {
    Optional<CellOutput> cell = CellOutput.ofCaller();
    cell.ifPresent(output -> new Slot(output).put(Shown.figure(figure)));
    return cell.isPresent();
  }
}
