package ai.miniai.dl4j;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.abstracts.DummyWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Tells DL4J's layers where to put what they make. */
final class StepMemory {
  private StepMemory() {}

  /** Into the memory of the step that is under way on this thread, so that it is used again. */
  static LayerWorkspaceMgr current() {
    MemoryWorkspace open = Nd4j.getMemoryManager().getCurrentWorkspace();
    return open == null || open instanceof DummyWorkspace
        ? LayerWorkspaceMgr.noWorkspaces()
        : LayerWorkspaceMgr.builder()
            .defaultWorkspace(open.getId(), open.getWorkspaceConfiguration())
            .build();
  }
}
