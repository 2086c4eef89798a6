package sulcus.run;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How long the engine's threads spin while they wait for each other. GNU's OpenMP, which PyTorch brings along on Linux, spins
 * for milliseconds by default; as soon as anything else wants a core (the window, ND4J, another program), spinning threads
 * keep the one that they wait for from running: forwards were measured three times slower on a busy machine. The library
 * takes the number from the environment when it is loaded, so it is put there before that, unless the user has a say.
 */
final class WaitingThreads {
    /** Some tens of microseconds: longer than the gap between two operations, far shorter than a slice of the scheduler. */
    private static final String SPINS = "1000";

    private WaitingThreads() {}

    /** Must be called before the engine is loaded; does nothing where there is no {@code setenv}. */
    static void spinBriefly() {
        if (System.getenv("GOMP_SPINCOUNT") != null || System.getenv("OMP_WAIT_POLICY") != null) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = linker.defaultLookup();
        lookup.find("setenv").ifPresent(address -> set(linker, address));
    }

    private static void set(Linker linker, MemorySegment address) {
        MethodHandle setenv = linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) setenv.invokeExact(arena.allocateFrom("GOMP_SPINCOUNT"), arena.allocateFrom(SPINS), 0);
            assert failed == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
