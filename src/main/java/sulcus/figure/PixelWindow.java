package sulcus.figure;

/** Opaque pixels, and the part of them that may be changed. */
record PixelWindow(int[] pixels, int width, int left, int top, int right, int bottom) {

    /** A smoothed line without caps. */
    void line(double ax, double ay, double bx, double by, double r, int rgb) {
        double dx = bx - ax;
        double dy = by - ay;
        double length = Math.hypot(dx, dy);
        if (length < 1e-6) {
            return;
        }
        double reach = r + 1;
        int last = Math.min(bottom, (int) Math.ceil(Math.max(ay, by) + reach));
        int end = Math.min(right, (int) Math.ceil(Math.max(ax, bx) + reach));
        for (int row = Math.max(top, (int) (Math.min(ay, by) - reach)); row < last; row++) {
            double py = row + 0.5 - ay;
            // where the row runs through the line's strip
            double middle = dy == 0 ? 0 : ax + py * dx / dy;
            double half = dy == 0 ? Double.POSITIVE_INFINITY : length * (r + 0.5) / Math.abs(dy) + 1;
            int from = Math.max(left, (int) (Math.max(Math.min(ax, bx) - reach, middle - half)));
            int to = Math.min(end, (int) Math.ceil(Math.min(end, middle + half)));
            for (int column = from; column < to; column++) {
                double px = column + 0.5 - ax;
                double along = px * dx + py * dy;
                double cover = r + 0.5 - Math.abs(px * dy - py * dx) / length;
                if (cover > 0 && along >= 0 && along < length * length) {
                    int at = row * width + column;
                    // no line covers more of a pixel than its thickness
                    int share = (int) (256 * Math.min(cover, Math.min(1, 2 * r)));
                    pixels[at] = Theme.mix(pixels[at], rgb, share);
                }
            }
        }
    }
}
