/** Training small models from scratch by DJL's automatic gradients. */
package sulcus.run.train;
