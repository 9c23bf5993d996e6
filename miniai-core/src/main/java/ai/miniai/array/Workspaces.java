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
 * ND4J's workspaces, which hold the memory of scopes, lent to one scope at a time on whatever
 * thread. ND4J itself keeps them for each thread, so that threads that come and go would each leave
 * the memory of a step behind, until a garbage collection. Here there are as many as there were
 * ever scopes open at once.
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

  /** For each device, the last one given back first: a loop gets the same one at each step. */
  private static final ConcurrentMap<Integer, ConcurrentLinkedDeque<MemoryWorkspace>> IDLE =
      new ConcurrentHashMap<>();

  private Workspaces() {}

  /** Lends one to this thread, where it is in force until it is {@link #close closed}. */
  public static MemoryWorkspace open() {
    @Nullable MemoryWorkspace idle = idle().pollFirst();
    MemoryWorkspace workspace = idle == null ? make() : idle;
    // DL4J's layers look for the workspace in force by its name.
    Nd4j.getWorkspaceManager().setWorkspaceForCurrentThread(workspace, workspace.getId());
    return workspace.notifyScopeEntered();
  }

  /** Ends its being in force; its memory is used again by the next that is opened. */
  public static void close(MemoryWorkspace workspace) {
    workspace.close();
    // The thread lets go of it: who ends a thread's workspaces must not end one that another has.
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
    // Has ND4J forget whose it is; it has no memory yet that this could free.
    manager.destroyWorkspace(workspace);
    return workspace;
  }
}
