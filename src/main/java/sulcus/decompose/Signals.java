package sulcus.decompose;

/** Which signals of the neurons are decomposed. */
public enum Signals {
    /** Activations first, then up-projections (plain MLP: activations): M = 2n or n. Z-scored over tokens. */
    ACTIVATION_UP("activation,up"),
    /** The input of the down projection. Z-scored over tokens. */
    PRODUCT("product"),
    /** The input of the down projection times the norm of the neuron's down column; centred, not z-scored. */
    CONTRIBUTION("contribution");

    private final String label;

    Signals(String label) {
        this.label = label;
    }

    /** As on the command line and in study.json. */
    public String label() {
        return label;
    }
}
