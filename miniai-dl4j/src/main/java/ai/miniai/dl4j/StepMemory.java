package ai.miniai.dl4j;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.abstracts.DummyWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Tells DL4J's layers which memory to use for their results. */
final class StepMemory {
  private static final String LOOP = "miniai-dl4j-loop";

  private StepMemory() {}

  /**
   * The memory of the current step of this thread, so that it is reused. Loops over time have a
   * memory of their own, which is opened and closed in each iteration.
   */
  static LayerWorkspaceMgr current() {
    MemoryWorkspace open = Nd4j.getMemoryManager().getCurrentWorkspace();
    return open == null || open instanceof DummyWorkspace
        ? LayerWorkspaceMgr.noWorkspaces()
        : LayerWorkspaceMgr.builder()
            .with(ArrayType.RNN_FF_LOOP_WORKING_MEM, LOOP, open.getWorkspaceConfiguration())
            .with(ArrayType.RNN_BP_LOOP_WORKING_MEM, LOOP, open.getWorkspaceConfiguration())
            .defaultWorkspace(open.getId(), open.getWorkspaceConfiguration())
            .build();
  }
}
