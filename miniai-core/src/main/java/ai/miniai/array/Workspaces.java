package ai.miniai.array;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.memory.abstracts.DummyWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A pool of ND4J workspaces, which hold the memory of scopes. A workspace is used by one scope at a
 * time, on any thread. ND4J itself keeps workspaces per thread: each short-lived thread would leave
 * behind the memory of a step until a garbage collection. Here, the number of workspaces is the
 * largest number of scopes that were ever open at the same time.
 */
public final class Workspaces {
  private static final WorkspaceConfiguration CONFIGURATION =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policyAllocation(AllocationPolicy.STRICT)
          .policySpill(SpillPolicy.REALLOCATE)
          .policyReset(ResetPolicy.BLOCK_LEFT)
          .build();

  private static final AtomicLong COUNT = new AtomicLong();
  private static final MemoryWorkspace NONE = new DummyWorkspace();

  /**
   * The idle workspaces of each device. The one returned last is used first, so a training loop
   * gets the same one in each step.
   */
  private static final ConcurrentMap<Integer, ConcurrentLinkedDeque<MemoryWorkspace>> IDLE =
      new ConcurrentHashMap<>();

  private Workspaces() {}

  /**
   * Takes a workspace from the pool and makes it the current one of this thread, until it is {@link
   * #close closed}.
   */
  public static MemoryWorkspace open() {
    @Nullable MemoryWorkspace idle = idle().pollFirst();
    MemoryWorkspace workspace = idle == null ? make() : idle;
    // DL4J's layers look up the current workspace by its name.
    Nd4j.getWorkspaceManager().setWorkspaceForCurrentThread(workspace, workspace.getId());
    MemoryWorkspace opened = workspace.notifyScopeEntered();
    Recycling.begin(opened);
    return opened;
  }

  /** Closes the workspace and returns it to the pool. The next scope reuses its memory. */
  public static void close(MemoryWorkspace workspace) {
    Recycling.end();
    workspace.close();
    // Removes it from this thread, because destroying all workspaces of this thread must not
    // destroy one that another thread uses by then.
    Nd4j.getWorkspaceManager().setWorkspaceForCurrentThread(NONE, workspace.getId());
    idle().addFirst(workspace);
  }

  private static ConcurrentLinkedDeque<MemoryWorkspace> idle() {
    return IDLE.computeIfAbsent(
        Nd4j.getAffinityManager().getDeviceForCurrentThread(),
        device -> new ConcurrentLinkedDeque<>());
  }

  private static MemoryWorkspace make() {
    MemoryWorkspaceManager manager = Nd4j.getWorkspaceManager();
    MemoryWorkspace workspace =
        manager.createNewWorkspace(CONFIGURATION, "miniai-step-" + COUNT.getAndIncrement());
    // Makes ND4J forget which thread it belongs to. It has no memory yet that this could free.
    manager.destroyWorkspace(workspace);
    return workspace;
  }
}
