package sulcus.run;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import sulcus.task.Refusal;

/** The device that was chosen, as DJL knows it. */
final class Place {
    private static final String ENGINE = "PyTorch";

    static {
        WaitingThreads.spinBriefly();
    }

    private Place() {}

    /** @throws Refusal if CUDA is asked for and there is none */
    static ai.djl.Device choose(Device device) {
        int gpus = device.mayBeCuda() ? Engine.getEngine(ENGINE).getGpuCount() : 0;
        if (device == Device.CUDA && gpus == 0) {
            throw new Refusal("device cuda: PyTorch sees no CUDA device here; use --device cpu or auto");
        }
        return gpus > 0 ? ai.djl.Device.gpu() : ai.djl.Device.cpu();
    }

    static NDManager manager(ai.djl.Device place) {
        return NDManager.newBaseManager(place, ENGINE);
    }

    /** For people: "CPU, 2 threads" or "CUDA 0". */
    static String name(ai.djl.Device place) {
        if (place.isGpu()) {
            return "CUDA " + place.getDeviceId();
        }
        int threads = JniUtils.getNumThreads();
        return "CPU, " + threads + (threads == 1 ? " thread" : " threads");
    }
}
