/** The table of networks: found, compared, labelled, preserved or dropped. */
package sulcus.workbench.networks;
