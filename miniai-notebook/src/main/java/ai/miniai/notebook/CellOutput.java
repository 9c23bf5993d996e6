package ai.miniai.notebook;

import java.util.Optional;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.display.DisplayData;

/** What is below a cell. */
interface CellOutput {
  /** Appends something. */
  void display(DisplayData data);

  /** Replaces what has the same display ID. */
  void update(DisplayData data);

  /**
   * The output of the cell that called this, directly or not; empty if none did. The kernel gives
   * no other sign of itself that holds before a cell has shown anything, and to ask it would start
   * one in a program that is no notebook.
   */
  static Optional<CellOutput> ofCaller() {
    boolean inCell =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames.anyMatch(
                        frame -> frame.getClassName().startsWith("org.rapaio.jupyter.kernel.")));
    return inCell ? Optional.of(new OfKernel()) : Optional.empty();
  }

  /** Sends to the front end. */
  final class OfKernel implements CellOutput {
    private OfKernel() {}

    @Override
    public void display(DisplayData data) {
      MainApp.kernel.display(data);
    }

    @Override
    public void update(DisplayData data) {
      MainApp.kernel.updateDisplay(data);
    }
  }
}
