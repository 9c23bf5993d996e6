package ai.miniai.notebook;

import java.util.UUID;
import org.rapaio.jupyter.kernel.display.DisplayData;

/** A place below a cell, whose contents can be replaced. It appears with its first contents. */
final class Slot {
  private final CellOutput output;
  private final String id = UUID.randomUUID().toString();
  private boolean open;

  Slot(CellOutput output) {
    this.output = output;
  }

  void put(DisplayData data) {
    data.setDisplayId(id);
    if (open) {
      output.update(data);
    } else {
      open = true;
      output.display(data);
    }
  }
}
